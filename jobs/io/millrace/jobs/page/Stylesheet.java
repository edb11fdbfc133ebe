package io.millrace.jobs.page;

/**
 * How pages look: in the system's own font, light or dark as the reader's system is, and in the
 * colours of Okabe and Ito (2008), which people with a colour vision deficiency can tell apart;
 * none of them stands alone, a sign or a word says the same. No mark of HTML may occur in it.
 */
final class Stylesheet {

  static final String TEXT =
      """
      :root {
        color-scheme: light dark;
        --ink: #1a1f24; --muted: #59636e; --paper: #ffffff; --panel: #f4f6f8; --line: #d3d9df;
        --link: #005a8e; --blue: #0072b2; --sky: #56b4e9; --green: #009e73; --orange: #e69f00;
        --red: #d55e00; --rest: #dfe4e9;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ink: #e8ebee; --muted: #a3adb8; --paper: #13171b; --panel: #1d2329; --line: #39434d;
          --link: #7cc5f2; --blue: #56b4e9; --sky: #0072b2; --green: #2bbf94; --rest: #323b45;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0; background: var(--paper); color: var(--ink);
        font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
        overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
      }
      main { max-width: 64rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
      h1 { margin: .25rem 0; font-size: 1.75rem; line-height: 1.2; unicode-bidi: isolate; }
      h2 { margin: 2.25rem 0 .75rem; font-size: 1.2rem; border-bottom: 1px solid var(--line); }
      h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
      p { margin: .5rem 0; }
      a { color: var(--link); }
      code, pre { font: .875em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
      code, td, th, dd, li, p, strong { unicode-bidi: isolate; }
      pre {
        margin: .5rem 0; padding: .75rem; overflow: auto; max-height: 32rem;
        background: var(--panel); border-radius: .375rem;
      }
      data, time { font-variant-numeric: tabular-nums; white-space: nowrap; }
      summary { cursor: pointer; padding: .25rem 0; }
      ul.plain { list-style: none; margin: .25rem 0; padding: 0; }
      .when, .place, .what, .unknown, .example, footer { color: var(--muted); }
      .place { margin-left: .5rem; }
      .what { font-size: .9rem; }
      .sign { display: inline-block; min-width: 1em; font-weight: 700; color: var(--ink); }
      .note { color: var(--muted); }
      .badge {
        display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-weight: 600;
        border: 2px solid var(--muted);
      }
      .badge.succ { border-color: var(--green); }
      .badge.fail { border-color: var(--red); }
      .badge.noth { border-color: var(--sky); }
      .badge.not { border-color: var(--orange); }
      .error, .notices li {
        padding: .6rem .8rem; border-left: .3rem solid var(--red); background: var(--panel);
        border-radius: 0 .375rem .375rem 0; white-space: pre-wrap;
      }
      .notices { list-style: none; margin: 1rem 0; padding: 0; }
      .notices li { border-left-color: var(--orange); margin: .5rem 0; }
      .tiles {
        display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0;
      }
      .tile {
        flex: 1 1 8.5rem; min-width: min-content; max-width: 100%;
        padding: .6rem .8rem; background: var(--panel); border-top: .25rem solid var(--muted);
        border-radius: .375rem; font-size: .9rem;
      }
      .tile.read { border-top-color: var(--sky); }
      .tile.written { border-top-color: var(--blue); }
      .tile.rejected { border-top-color: var(--red); }
      .tile.filtered { border-top-color: var(--orange); }
      .figure { font-size: 1.5rem; font-weight: 650; line-height: 1.25; }
      .flow { list-style: none; margin: 0; padding: 0; }
      .stop {
        padding: .6rem .8rem; background: var(--panel); border: 1px solid var(--line);
        border-radius: .5rem; margin: 0;
      }
      .stop + .stop { margin-top: .75rem; }
      .source { border-left: .3rem solid var(--sky); }
      .sink { border-left: .3rem solid var(--blue); }
      .second {
        margin-top: .5rem; padding: .4rem .6rem; border: 1px dashed var(--muted);
        border-left: .3rem solid var(--sky); border-radius: .375rem; font-size: .9rem;
      }
      .arrow { display: flex; align-items: center; gap: .5rem; min-height: 3rem; }
      .arrow svg { flex: none; }
      .on { display: flex; flex-wrap: wrap; gap: .25rem .75rem; padding: .25rem 0; }
      .rows { font-weight: 600; }
      .chip { white-space: nowrap; border-left: .25rem solid var(--muted); padding-left: .4rem; }
      .chip.rejected { border-color: var(--red); }
      .chip.filtered { border-color: var(--orange); }
      .arrow .chip { white-space: normal; }
      .water { fill: var(--blue); }
      .lost { fill: var(--red); }
      .guess { stroke: var(--muted); stroke-width: 2; stroke-dasharray: 4 4; fill: none; }
      .guess-head { fill: var(--muted); }
      .parts { margin: .75rem 0; font-weight: 600; }
      .branches {
        display: grid; gap: 1rem;
        grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
      }
      .wide { overflow-x: auto; }
      table {
        border-collapse: collapse; width: 100%; font-size: .9rem; overflow-wrap: break-word;
      }
      td, th { padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; }
      thead th { color: var(--muted); font-weight: 500; white-space: nowrap; }
      tr { border-bottom: 1px solid var(--line); }
      tbody th { font-weight: 500; }
      td.number, th.number { text-align: right; white-space: nowrap; padding-right: 1rem; }
      td.share { white-space: nowrap; }
      .why, .example { min-width: 11rem; }
      .durations td.bar { width: 60%; }
      .durations svg { display: block; width: 100%; height: .8rem; margin-top: .35rem; }
      .durations th { overflow-wrap: anywhere; min-width: 7rem; }
      .columns { width: auto; }
      .shape code { white-space: pre-wrap; }
      .time { fill: var(--blue); }
      .rest { fill: var(--rest); }
      rect.rejected { fill: var(--red); stroke: var(--muted); stroke-width: .5; }
      rect.filtered { fill: var(--orange); stroke: var(--muted); stroke-width: .5; }
      dl {
        display: grid; grid-template-columns: fit-content(60%) 1fr; gap: .15rem 1rem;
        margin: .4rem 0; font-size: .9rem;
      }
      dt { color: var(--muted); }
      dd { margin: 0; }
      dd dl { margin-top: 0; }
      footer { margin-top: 2.5rem; font-size: .9rem; }
      .charts {
        display: grid; gap: 1rem; margin: .5rem 0 1rem;
        grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
      }
      .chart { margin: 0; }
      .chart svg { display: block; width: 100%; height: auto; }
      .chart figcaption { font-size: .9rem; }
      .chart .axis { stroke: var(--line); stroke-width: 1; }
      .chart .rows { fill: var(--blue); }
      .chart .rejects { fill: var(--red); }
      .chart .seconds { fill: var(--green); }
      .chart .failed { fill: none; stroke: var(--red); stroke-width: 1.5; }
      .chart .mark { stroke: var(--red); stroke-width: 1.5; fill: none; }
      .runs td { white-space: nowrap; }
      .runs td.why { white-space: normal; min-width: 16rem; }
      .runs .badge { padding: 0 .4rem; font-size: .85rem; border-width: 1.5px; }
      @media (max-width: 40rem) {
        .stack thead { display: none; }
        .stack tr { display: flex; flex-wrap: wrap; gap: .1rem .9rem; padding: .5rem 0; }
        .stack td, .stack td.number, .runs td { padding: 0; min-width: 0; white-space: normal; }
        .stack td:empty { display: none; }
        .stack td[data-label]::before { content: attr(data-label) " "; color: var(--muted); }
        .stack .why, .stack .example { flex-basis: 100%; }
        .tall { grid-template-columns: 1fr; }
        .tall dd { padding-left: 1rem; }
        .durations td.bar { width: 40%; }
      }
      @media print {
        details::details-content { content-visibility: visible; height: auto; }
        .stop { break-inside: avoid; }
      }
      """;

  private Stylesheet() {}
}
