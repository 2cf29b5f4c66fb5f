namespace CorrSyn.Cli.Report;

/// <summary>The style sheet of a report: light, dark and printed, in the colours of Okabe and Ito, which colour-blind
/// readers tell apart.</summary>
internal static class ReportStyle
{
    /// <summary>The style of a picture that stands in a file of its own: on white, the light colours written out, since
    /// programs that show SVG know few custom properties.</summary>
    public const string Figure =
        """
        text { font-family: "DejaVu Sans", Arial, sans-serif; fill: #1b1f24; }
        .tick { font-size: 13px; fill: #59636e; } .label { font-size: 14.5px; } .grid { stroke: #d5dae0; fill: none; } .minor { opacity: .45; }
        .axis { stroke: #59636e; stroke-width: 1.2; fill: none; } .line, .error { stroke-width: 1.5; fill: none; stroke-linejoin: round; } .dashed { stroke-dasharray: 6 4; }
        .mark { stroke: #fff; stroke-width: .8; }
        .ink .line, .ink .error { stroke: #1b1f24; } .ink .mark { fill: #1b1f24; } .limit .line, .limit .error { stroke: #d55e00; } .limit .mark { fill: #d55e00; }
        .w0 .line, .w0 .error { stroke: #3d9fd6; } .w0 .mark { fill: #3d9fd6; } .w1 .line, .w1 .error { stroke: #d48f00; } .w1 .mark { fill: #d48f00; }
        .w2 .line, .w2 .error { stroke: #009e73; } .w2 .mark { fill: #009e73; } .w3 .line, .w3 .error { stroke: #cc79a7; } .w3 .mark { fill: #cc79a7; }
        .w4 .line, .w4 .error { stroke: #0072b2; } .w4 .mark { fill: #0072b2; }
        """;

    public const string Sheet =
        """
        :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #59636e; --line: #d5dae0; --panel: #f5f7f9;
          --yes: #00694c; --no: #a83a00; --unknown: #7a5c00;
          --w0: #3d9fd6; --w1: #d48f00; --w2: #009e73; --w3: #cc79a7; --w4: #0072b2; --limit: #d55e00; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e8ebee; --soft: #a3adb8; --line: #363d45; --panel: #1d2228;
          --yes: #3fc79d; --no: #ff8a4c; --unknown: #f0c24b;
          --w0: #56b4e9; --w1: #e69f00; --w2: #1fbf92; --w3: #dd97bd; --w4: #5a9fe0; --limit: #ff7f2a; } }
        @media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --panel: #fff;
          --yes: #00694c; --no: #a83a00; --unknown: #7a5c00;
          --w0: #3d9fd6; --w1: #d48f00; --w2: #009e73; --w3: #cc79a7; --w4: #0072b2; --limit: #d55e00; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 76rem; margin: 0 auto; padding: 2.2rem 1.4rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; letter-spacing: -.01em; }
        h2 { font-size: 1.2rem; margin: 2.6rem 0 .7rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
        p { margin: .4rem 0 .8rem; max-width: 62rem; }
        .sub, .note { color: var(--soft); }
        .note { font-size: .9rem; }
        .verdict { border-left: .45rem solid var(--tone); background: var(--panel); padding: .9rem 1.2rem; margin: 1.3rem 0; border-radius: 0 .4rem .4rem 0; }
        .verdict strong { color: var(--tone); font-size: 1.25rem; }
        .verdict p { margin: .25rem 0 0; }
        .yes { --tone: var(--yes); } .no { --tone: var(--no); } .unknown { --tone: var(--unknown); }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: .1rem 1.6rem; margin: 0; }
        .facts div { display: flex; justify-content: space-between; gap: .8rem; border-bottom: 1px solid var(--line); padding: .25rem 0; }
        .facts dt { color: var(--soft); } .facts dd { margin: 0; font-weight: 600; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 1.6rem; }
        figure { margin: 0; } figure svg { width: 100%; height: auto; display: block; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: .4rem 0 .8rem; padding: 0; }
        .legend li { display: flex; align-items: center; gap: .45rem; } .legend svg { width: 28px; height: 18px; flex: none; }
        .grid { stroke: var(--line); stroke-width: 1; fill: none; } .minor { opacity: .45; }
        .axis { stroke: var(--soft); stroke-width: 1.2; fill: none; }
        .tick { fill: var(--soft); font-size: 13px; } .label { fill: var(--ink); font-size: 14.5px; }
        .line { stroke: var(--c); stroke-width: 1.5; fill: none; stroke-linejoin: round; } .dashed { stroke-dasharray: 6 4; } .ink { --c: var(--ink); }
        .drawn .static { display: none; } .interactive { min-width: 0; } figcaption { font-size: .9rem; color: var(--soft); }
        .numbers { font-size: .85rem; color: var(--soft); } .numbers summary { font-weight: 400; } .numbers pre { max-height: 18rem; overflow: auto; }
        button { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; padding: .15rem .6rem; cursor: pointer; }
        .error { stroke: var(--c); stroke-width: 1.5; fill: none; } .mark { fill: var(--c); stroke: var(--paper); stroke-width: .8; }
        .w0 { --c: var(--w0); } .w1 { --c: var(--w1); } .w2 { --c: var(--w2); } .w3 { --c: var(--w3); } .w4 { --c: var(--w4); } .limit { --c: var(--limit); }
        .math { font-family: "STIX Two Text", Cambria, Georgia, "DejaVu Serif", serif; }
        .math i, .i { font-style: italic; } .math sup, .math sub { font-size: .72em; line-height: 0; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .86rem; }
        td.one { text-align: center; } .wide { overflow-x: auto; }
        th, td { padding: .24rem .5rem; text-align: right; white-space: nowrap; }
        thead th { border-bottom: 2px solid var(--line); color: var(--soft); font-weight: 600; vertical-align: bottom; }
        tbody.group tr:first-child > * { border-top: 1px solid var(--line); }
        .left { text-align: left; } td.pm { color: var(--soft); padding-left: 0; text-align: left; }
        tr.bad td, tr.bad th { color: var(--no); font-weight: 600; } tr.far td, tr.far th { color: var(--unknown); }
        .equations { font-size: .95rem; } .equations td { white-space: normal; padding: .28rem .7rem; } .equations .tag { color: var(--soft); white-space: nowrap; }
        .equations .name { color: var(--soft); font-size: .9rem; }
        .equations math { display: inline math; font-size: 1.12rem; }
        .check { font-size: .9rem; color: var(--soft); } .check b { color: var(--yes); } .check b.no { color: var(--no); }
        pre { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; overflow-x: auto; white-space: pre-wrap; }
        details > summary { cursor: pointer; font-weight: 600; margin: .6rem 0; }
        @media (max-width: 40rem) { main { padding: 1.2rem .8rem 3rem; } th, td { padding: .22rem .4rem; }
          .equations, .equations tbody { display: block; } .equations tr { display: grid; grid-template-columns: 4.2rem auto; margin-bottom: .5rem; }
          .equations td { padding: .1rem .4rem; } .equations .name { grid-column: 2; } }
        @media print { .drawn .static { display: block; } .interactive, .numbers { display: none; } }
        @media print { html { font-size: 10.5px; } main { max-width: none; padding: 0; } h2 { break-after: avoid; } figure, tr, .verdict { break-inside: avoid; } body { font-size: 1rem; } table { font-size: .78rem; } th, td { padding: .2rem .35rem; } .wide { overflow: visible; }
          .plots { grid-template-columns: 1fr 1fr; } figure:only-child { grid-column: 1 / 3; max-width: 70%; } }
        """;
}
