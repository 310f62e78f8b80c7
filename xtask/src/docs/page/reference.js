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

function show(error) {
  if (error) return;
  const position = window.scrollY;
  // There is one of each name: links lead to what is shown.
  for (const named of prerendered.querySelectorAll('[id], [data-section-id]')) {
    named.removeAttribute('id');
    named.removeAttribute('data-section-id');
  }
  linkSamples();
  live.hidden = false;
  prerendered.classList.add('replaced');
  window.scrollTo({ top: position, behavior: 'instant' });
}

Redoc.init(openapi, { ...options, scrollYOffset: covered }, live, show);
