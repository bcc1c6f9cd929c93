// What is promised by `common/connection/budget.js`.

const { Budget } = await load('/common/connection/budget.js');

/** Tabs of one browser, each with its own end of one channel. */
function browser(count, isLimited = true) {
  const ends = [];
  const channel = () => {
    const end = { listeners: [], addEventListener: (_, listener) => end.listeners.push(listener) };
    end.postMessage = (data) => ends.filter((other) => other !== end).forEach(({ listeners }) => listeners.forEach((listener) => listener({ data })));
    ends.push(end);
    return end;
  };
  return { tabs: Array.from({ length: count }, () => new Budget(channel(), isLimited)), open: () => new Budget(channel(), isLimited), crash: (index) => ends.splice(index, 1) };
}

await check('the sixth connection is the one that freezes the browser', () => {
  const { tabs } = browser(6);
  for (const tab of tabs.slice(0, 4)) tab.hold(1);
  same([tabs[5].held(), tabs[5].wouldFreeze(1), tabs[5].wouldFreeze(2)], [4, false, true]);
  tabs[4].hold(1);
  same([tabs[5].wouldFreeze(1), tabs[5].wouldFreeze(0)], [true, false]);
});

await check('what a tab holds itself is replaced, not added to', () => {
  const { tabs } = browser(5);
  for (const tab of tabs) tab.hold(1);
  same([tabs[0].held(), tabs[0].wouldFreeze(1), tabs[0].wouldFreeze(2)], [5, false, true]);
  tabs[0].hold(0);
  same(tabs[1].held(), 4);
});

await check('a tab that is opened later is told what the others hold', () => {
  const { tabs, open } = browser(2);
  tabs[0].hold(2);
  tabs[1].hold(1);
  same(open().held(), 3);
});

await check('a tab that crashed is forgotten with the next question', () => {
  const { tabs, crash } = browser(2);
  tabs[1].hold(2);
  crash(1);
  same(tabs[0].held(), 2);
  tabs[0].refresh();
  same(tabs[0].held(), 0);
});

await check('whoever waits for room hears when another tab lets go, and of nothing else', () => {
  const { tabs } = browser(3);
  let falls = 0;
  tabs[0].onFall = () => (falls += 1);
  tabs[1].hold(2);
  tabs[2].hold(1);
  tabs[0].refresh();
  tabs[0].hold(1);
  tabs[0].hold(0);
  same(falls, 0, 'a rise, an answer, and what it does itself');
  tabs[1].hold(1);
  tabs[2].hold(0);
  same(falls, 2);
});

await check('where one connection carries any number of requests nothing freezes', () => {
  const [tab] = browser(1, false).tabs;
  same(tab.wouldFreeze(20), false);
});
