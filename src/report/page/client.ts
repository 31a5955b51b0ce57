/**
 * What runs in the page: draws the charts, fits them to their places and lets the reader pick a policy. The policy is
 * picked by the legend's buttons, in all charts and the table at once. Plain script: the page has no module loader.
 */
export const CLIENT_SCRIPT = `'use strict';
(() => {
  const specs = JSON.parse(document.getElementById('charts').textContent);
  const loader = vega.loader();
  loader.load = loader.sanitize = () => Promise.reject(new Error('this page loads nothing'));
  const views = Object.entries(specs).map(([id, spec]) => {
    const place = document.getElementById(id);
    const view = new vega.View(vega.parse(spec, undefined, { ast: true }), {
      expr: vegaInterpreter, renderer: 'svg', container: place, hover: false, loader,
    });
    return { view, place, width: spec.signals.some((s) => s.name === 'child_width') ? 'child_width' : 'width' };
  });
  // What axes and titles need beside the plot is known once a chart is drawn; the plot gets the rest of its place.
  const fit = async ({ view, place, width }) => {
    await view.runAsync();
    if (place.dataset.wide !== undefined) return;
    const beside = place.querySelector('svg').getAttribute('width') - view.signal(width);
    const room = Math.floor(place.clientWidth - beside);
    if (room > 0 && room !== view.signal(width)) await view.signal(width, room).runAsync();
  };
  const fitAll = () => Promise.all(views.map(fit));
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(fitAll, 100);
  });
  const buttons = [...document.querySelectorAll('button[data-policy]')];
  const pick = (policy) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.policy === policy));
    for (const row of document.querySelectorAll('tr[data-policy]')) {
      row.classList.toggle('picked', row.dataset.policy === policy);
    }
    for (const { view } of views) view.signal('picked', policy).runAsync();
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      pick(button.getAttribute('aria-pressed') === 'true' ? null : button.dataset.policy);
    });
  }
  fitAll().then(() => { document.documentElement.dataset.drawn = String(views.length); });
})();
`;
