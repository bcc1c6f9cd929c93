// The icons, as strokes on a 24 by 24 grid. A transport has the same shape wherever it is shown.
// It must never know what an icon is used for.

const SVG = 'http://www.w3.org/2000/svg';

const STROKES = {
  // The four transports: a two-way tube, an arrow down in a tube, an hourglass, a repeated arrow.
  websocket: 'M3 5.5h18M3 18.5h18M6 12h12M9 9l-3 3 3 3M15 9l3 3-3 3',
  sse: 'M5.5 3v18M18.5 3v18M12 5v13M8.5 14.5 12 18l3.5-3.5',
  long_poll: 'M6 3.5h12M6 20.5h12M8 3.5c0 5 4 5.5 4 8.5s-4 3.5-4 8.5M16 3.5c0 5-4 5.5-4 8.5s4 3.5 4 8.5',
  poll: 'M4 12a8 8 0 0 1 14-5.3M18.5 3v4h-4M20 12a8 8 0 0 1-14 5.3M5.5 21v-4h4',
  // And a fork, for whoever leaves the choice to the page.
  auto: 'M3 12h5l4.5-5.5H21M8 12l4.5 5.5H21M18 3.5l3 3-3 3M18 14.5l3 3-3 3',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.4-4 2.9-6 6.5-6s6.1 2 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2.1.8 3.3 2.7 3.5 5.5',
  share: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5h-2.5zM20 14v2M14 20h2M18.5 18.5h1.5v1.5h-1.5z',
  send: 'M12 19V5M6 11l6-6 6 6',
  sound: 'M4 9.5v5h3.5L12 18V6L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  silence: 'M4 9.5v5h3.5L12 18V6L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  check: 'M5 12.5 10 17.5 19 7',
  retry: 'M5 12a7 7 0 1 0 2.5-5.4M7.5 3v4h4',
  close: 'M6 6l12 12M18 6 6 18',
  pencil: 'M5 19l1-4L16.5 4.5l3 3L9 18z',
  down: 'M12 5v14M6 13l6 6 6-6',
  echo: 'M10 19a7 7 0 1 1 7-7M15.5 19.5l.8-.3M19.2 17.4l.5-.7M21 13.5v-.9M12.5 21h-.6',
  wire: 'M3 12h4l2.5-7 5 14 2.5-7h4',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  heart: 'M12 20C6.5 15.8 3 12.6 3 8.8A4.8 4.8 0 0 1 12 6.5a4.8 4.8 0 0 1 9 2.3c0 3.8-3.5 7-9 11.2z',
  play: 'M8 5v14l11-7z',
  stop: 'M7 7h10v10H7z',
  to_start: 'M6 5v14M19 5 9.5 12 19 19z',
  undo: 'M4 9h10a5.5 5.5 0 0 1 0 11h-4M8 5 4 9l4 4',
  redo: 'M20 9H10a5.5 5.5 0 0 0 0 11h4M16 5l4 4-4 4',
  plus: 'M12 6v12M6 12h12',
  minus: 'M6 12h12',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2',
  take_home: 'M12 4v11M7 10.5l5 5 5-5M4.5 20h15',
  more: 'M5 11v2M4 12h2M12 11v2M11 12h2M19 11v2M18 12h2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.3v.2',
};

/**
 * @param {keyof typeof STROKES} name
 * @param {string} [label] Spoken by screen readers; without it the icon is decoration.
 * @returns {SVGElement}
 */
export function icon(name, label) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', STROKES[name]);
  svg.append(path);
  if (label) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  } else {
    svg.setAttribute('aria-hidden', 'true');
  }
  return svg;
}
