// Opens pages in headless Chromium, wide and narrow, light and dark, and says what is wrong.
//   node pages.cjs PLAYWRIGHT-CORE CHROMIUM FOLDER-FOR-PICTURES|- PAGE...
// Ends with status 1 after a line for each thing that is wrong.
'use strict';
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const [library, browserPath, pictures, ...pages] = process.argv.slice(2);
const { chromium } = require(library);
const SIZES = [{ width: 400, height: 800 }, { width: 1400, height: 900 }];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const MOST_CONTROLS = 200;

const marked = 'data-test-control';

/** Marks what a keyboard has to reach; tells what needs no browser's help to be wrong. */
function look(mark) {
  const wrong = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = Array.from(document.querySelectorAll('body *'))
      .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
      .map(e => e.tagName.toLowerCase() + '.' + (e.getAttribute('class') || ''));
    wrong.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} pixels, by ${wide.slice(0, 3)}`);
  }
  if (!root.lang) wrong.push('has no lang');
  if (document.querySelectorAll('h1').length !== 1) wrong.push('has not one h1');
  document.querySelectorAll('img').forEach(i => {
    if (!i.alt && !i.closest('[aria-hidden=true]')) wrong.push('an img has no alt');
    if (i.naturalWidth === 0) wrong.push(`the picture '${i.alt}' is broken`);
  });
  document.querySelectorAll('svg, canvas').forEach(s => {
    if (!s.getAttribute('aria-label') && !s.closest('[aria-hidden=true]')) {
      wrong.push(`a ${s.tagName} has no aria-label`);
    }
  });
  const seen = new Set();
  document.querySelectorAll('[id]').forEach(e => {
    if (seen.has(e.id)) wrong.push(`the id ${e.id} is there twice`);
    seen.add(e.id);
  });
  let count = 0;
  document.querySelectorAll('a[href], button, input, select, summary').forEach(e => {
    // Of a row of tabs one is reached by Tab, and the others from there by arrows.
    if (e.disabled || e.getAttribute('role') === 'tab' && e.tabIndex < 0) return;
    if (e.checkVisibility()) e.setAttribute(mark, String(count++));
    if (e.matches('input, select') && !e.labels.length && !e.getAttribute('aria-label')) {
      wrong.push(`a ${e.type} has no label`);
    }
  });
  return { wrong, count };
}

async function check(browser, page, size, scheme) {
  const wrong = [];
  const context = await browser.newContext({ viewport: size, colorScheme: scheme });
  const tab = await context.newPage();
  const address = pathToFileURL(page).href;
  tab.on('console', m => { if (m.type() === 'error') wrong.push('console: ' + m.text()); });
  tab.on('pageerror', e => wrong.push('script: ' + e.message));
  tab.on('request', r => {
    const url = r.url();
    if (url.split('#')[0] !== address && !url.startsWith('data:')) wrong.push('asks for ' + url);
  });
  await tab.goto(address, { waitUntil: 'load' });
  const found = await tab.evaluate(look, marked);
  wrong.push(...found.wrong);
  if (scheme === 'light') {
    wrong.push(...await keyboard(tab, found.count));
  }
  if (pictures !== '-') {
    const name = `${path.basename(path.dirname(page))}-${path.basename(page, '.html')}`;
    const file = `${name}-${size.width}-${scheme}.png`;
    await tab.screenshot({ path: path.join(pictures, file), fullPage: true });
  }
  await context.close();
  return wrong.map(w => `${page} at ${size.width} px, ${scheme}: ${w}`);
}

/** Goes through the page by Tab, and moves the first slider. */
async function keyboard(tab, count) {
  const reached = new Set();
  for (let i = 0; i < Math.min(count, MOST_CONTROLS) * 2 + 20 && reached.size < count; i++) {
    await tab.keyboard.press('Tab');
    const at = await tab.evaluate(m => document.activeElement.getAttribute(m), marked);
    if (at !== null) reached.add(at);
  }
  const wrong = [];
  if (reached.size < Math.min(count, MOST_CONTROLS)) {
    wrong.push(`Tab reaches ${reached.size} of ${count} controls`);
  }
  const slider = await tab.$('.slider input[type=range]:visible');
  if (slider) {
    await slider.focus();
    await tab.keyboard.press('Home');
    const first = await tab.$eval('.slider output', o => o.textContent);
    await tab.keyboard.press('End');
    const last = await tab.$eval('.slider output', o => o.textContent);
    if (first === last && await slider.getAttribute('max') !== '0') {
      wrong.push('the slider does not move by keys');
    }
  }
  return wrong;
}

(async () => {
  const browser = await chromium.launch({ executablePath: browserPath, args: FLAGS });
  const wrong = [];
  for (const page of pages) {
    for (const size of SIZES) {
      for (const scheme of ['light', 'dark']) {
        wrong.push(...await check(browser, page, size, scheme));
      }
    }
  }
  await browser.close();
  wrong.forEach(w => console.log(w));
  console.log(`${pages.length} pages, ${wrong.length} things wrong`);
  process.exit(wrong.length ? 1 : 0);
})();
