// What is promised by `common/connection/identity.js`, `common/shell/page_title.js`.

const { Identity } = await load('/common/connection/identity.js');
const { PageTitle } = await load('/common/shell/page_title.js');

await check('a copied tab is somebody new, and knows that it is a copy', async () => {
  const model = new Identity('copied');
  await model.claim();
  model.secret = 'secret of the model';
  const copy = new Identity('copied');
  same([await copy.claim(), copy.isCopy], [null, true]);
});

await check('a reload keeps the seat', async () => {
  const before = new Identity('alone');
  before.secret = 'secret of the tab';
  const after = new Identity('alone');
  same([await after.claim(), after.isCopy], ['secret of the tab', false]);
});

await check('whoever was never here has no seat to ask for', async () => {
  const newcomer = new Identity('never seen');
  same([await newcomer.claim(), newcomer.isCopy], [null, false]);
});

await check('a seat belongs to one room', () => {
  const here = new Identity('here');
  here.secret = 'secret';
  same(new Identity('there').secret, null);
});

await check('a hidden tab counts what is new, until it is looked at', () => {
  const look = (hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const before = document.title;
  try {
    const title = new PageTitle('basic_chat · class');
    look(false);
    title.countNew();
    same(document.title, 'basic_chat · class');
    look(true);
    for (let line = 0; line < 3; line += 1) title.countNew();
    same(document.title, '(3) basic_chat · class');
    look(false);
    same(document.title, 'basic_chat · class');
  } finally {
    delete document.hidden;
    document.title = before;
  }
});
