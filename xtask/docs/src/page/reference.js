// Puts the renderer's live page, with its search, menu and tabs, in the place of the prerendered one, which stays for print.
'use strict';

const prerendered = document.getElementById('prerendered');
const live = document.getElementById('live');
const header = document.querySelector('header.site');

/** How much of the window's top is covered, plus the pixel that the renderer scrolls back by. */
function covered() {
  const isCovering = !live.hidden && getComputedStyle(header).position === 'sticky';
  return isCovering ? header.offsetHeight : 1;
}

/** Makes the samples of each operation a place that can be linked to, as it is in the prerendered page. */
function linkSamples() {
  for (const operation of live.querySelectorAll('[data-section-id^="operation/"]')) {
    const id = operation.dataset.sectionId.replace('operation/', 'samples/');
    const heading = operation.querySelector('h3:has(+ [data-rttabs])');
    if (heading) {
      heading.id = id;
      heading.dataset.sectionId = id;
    }
  }
}

/** Lines of code that are wider than their place can be scrolled by keyboard, too: also in panels that open later. */
function makeReachable() {
  for (const code of live.querySelectorAll('[role="tabpanel"] pre:not([tabindex])')) code.tabIndex = 0;
}

/** Where what is being read begins: the last section that begins in the upper half of the window, or above. */
function placeOfReading() {
  const tops = [...prerendered.querySelectorAll('[data-section-id]')].map((section) => ({
    id: section.dataset.sectionId,
    top: section.getBoundingClientRect().top,
  }));
  return tops.findLast(({ top }) => top < window.innerHeight / 2);
}

function show(error) {
  if (error) return;
  const place = placeOfReading();
  // There is one of each name: links lead to what is shown.
  for (const named of prerendered.querySelectorAll('[id], [data-section-id]')) {
    named.removeAttribute('id');
    named.removeAttribute('data-section-id');
  }
  linkSamples();
  makeReachable();
  new MutationObserver(makeReachable).observe(live, { childList: true, subtree: true });
  live.hidden = false;
  prerendered.classList.add('replaced');
  // Above it, the live page may be of another height.
  const section = place && live.querySelector(`[data-section-id="${CSS.escape(place.id)}"]`);
  if (section) window.scrollBy({ top: section.getBoundingClientRect().top - place.top, behavior: 'instant' });
}

/** Names the place that was asked for as the renderer does, which calls an operation by its tag, too: it marks that in its menu. */
function nameInFull() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name.startsWith('operation/')) return;
  const sections = [...document.querySelectorAll('[data-section-id]')];
  const section = sections.find(({ dataset }) => dataset.sectionId.endsWith(`/${name}`));
  if (section) history.replaceState(null, '', `#${section.dataset.sectionId}`);
}

/** Loads a script beside the page. Written into it, it would keep the browser from going to the place that an address names. */
function load(source) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(script, { src: source, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

nameInFull();
// Where one does not come, the prerendered page stays.
Promise.all([load('redoc.standalone.js'), load('openapi.js')]).then(
  () => Redoc.init(openapi, { ...options, scrollYOffset: covered }, live, show),
  () => {},
);
