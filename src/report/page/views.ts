import type { Report } from '../report.ts';

/** The bar that chooses what every view shows; it is filled by the page's script and of no use without one. */
export const filters = (): string =>
  '<div id="filters" class="filters" role="region" aria-label="Choose which jobs every view shows" hidden>' +
  '<div id="filter-fields"></div><div id="arrivals" class="arrivals"></div></div>';

const COUNTED = `<p class="note">By job: each line waits (pale) and then runs (dark), in order of start. By processor: processors are interchangeable in the
simulation, so this is one way to place the jobs, on the lowest free numbers. Where there are more bars than pixels, the shade says how much is busy.</p>`;

const ON_NODES = `<p class="note">By job: each line waits (pale), runs, and is perhaps stopped and runs again, in order of the first start. By node: each job
is where it ran, as high as its part of the node's cores; a suspended job holds no cores, so others may run over it. Where there are more bars
than pixels, the shade says how much is busy. Times in which nodes are in maintenance, reserved or away are shaded; what is done to the machine at
a set time is marked on the axis. A cross on a bar is a fault that stopped the job, an arrow a move ahead of one.</p>`;

const LIFE_HEADS = '<th scope="col">Ran</th><th scope="col">Stretches</th><th scope="col">How it left</th>';

const EVENTS = `<details><summary>Windows and interventions in the chart <span class="note">the first 100 in the time shown, also of nodes that are away or have failed</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="Windows and interventions in the chart"><table class="compare"><thead><tr><th scope="col">What</th>
<th scope="col" class="text">When</th><th scope="col" class="text">Where, or what it changes</th></tr></thead><tbody id="gantt-events"></tbody></table></div></details>
`;

/** Places for the views that need every job, with the words that go with them. */
export const views = ({
  machine,
}: Pick<Report, 'machine'>): string => `<section data-needs-script data-needs-jobs hidden>
<h2>When jobs wait</h2>
<p class="note">By the hour in which a job was submitted. The darker, the longer, by rank: each shade has about as many hours as any other.</p>
<div id="heat"></div>
</section>
<section data-needs-script data-needs-jobs hidden>
<h2>Two policies side by side</h2>
<div id="compare"></div>
</section>
<section id="schedule" data-needs-script data-needs-jobs hidden>
<h2>The schedule</h2>
${machine === undefined ? COUNTED : ON_NODES}
<div id="gantt-controls" class="controls" role="group" aria-label="What the chart of the schedule shows"></div>
<div id="gantt" class="gantt" tabindex="0" role="application" aria-label="Chart of the schedule" aria-describedby="gantt-keys gantt-status"></div>
${machine === undefined ? '' : '<p id="gantt-legend" class="keys"></p>\n'}<p id="gantt-keys" class="note">Drag to zoom into a stretch, click a job for its facts. The wheel zooms after a click or with Ctrl. Keys: + and −, arrows, 0 for all.</p>
<p id="gantt-status" role="status"></p>
<div id="job" class="job" hidden></div>
<details><summary>Jobs in the chart <span class="note">the first 50 that hold ${machine === undefined ? 'processors' : 'nodes'} in the time shown</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="Jobs in the chart"><table class="compare"><thead><tr><th scope="col">Job</th><th scope="col">User</th>
<th scope="col">Processors</th><th scope="col">Submitted</th><th scope="col">Waits</th><th scope="col">Starts</th>${machine === undefined ? '<th scope="col">Runs</th>' : LIFE_HEADS}</tr></thead>
<tbody id="gantt-list"></tbody></table></div></details>
${machine === undefined ? '' : EVENTS}</section>`;
