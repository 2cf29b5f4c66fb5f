namespace CorrSyn.Cli.Explore;

/// <summary>What the page of `corrsyn explore` adds to the style sheet of reports.</summary>
internal static class ExploreStyle
{
    public const string Sheet =
        """
        [hidden] { display: none !important; }
        main { max-width: 90rem; padding-top: 1.4rem; }
        .explore { display: grid; grid-template-columns: 23rem minmax(0, 1fr); gap: 1rem 2rem; align-items: start; }
        fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: 0 0 .8rem; padding: .3rem .8rem .6rem; min-width: 0; }
        legend { color: var(--soft); font-size: .9rem; padding: 0 .3rem; }
        .control { display: grid; grid-template-columns: 8.6rem minmax(0, 1fr) 6rem; gap: 0 .6rem; align-items: center; padding: .16rem 0; }
        .control label { font-size: .92rem; line-height: 1.2; } .control .wider { grid-column: 2 / 4; }
        input, select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .3rem; padding: .12rem .35rem; width: 100%; min-width: 0; }
        input[type=range] { padding: 0; border: 0; background: none; accent-color: var(--w4); }
        input[type=number] { text-align: right; font-variant-numeric: tabular-nums; }
        input:disabled, .disabled label { color: var(--soft); opacity: .6; }
        input[aria-invalid=true], select[aria-invalid=true] { border-color: var(--no); outline: 1px solid var(--no); }
        :focus-visible { outline: 2px solid var(--w4); outline-offset: 1px; }
        .problem { grid-column: 1 / 4; color: var(--no); font-size: .86rem; margin: .1rem 0 .25rem; overflow-wrap: anywhere; }
        .status { min-height: 1.6em; margin: .2rem 0 .6rem; } .status.bad { color: var(--no); }
        .buttons { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0 .1rem; }
        button { padding: .3rem .8rem; } button.main { background: var(--w4); border-color: var(--w4); color: #fff; } button:disabled { opacity: .5; cursor: default; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 1.4rem; }
        .pictures h2 { font-size: 1rem; margin: 0; border: 0; padding: 0; } .stale { opacity: .35; }
        pre.command { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; font-size: .86rem; }
        @media (prefers-color-scheme: dark) { button.main { color: #0b0d10; } }
        @media (max-width: 62rem) {
          .explore { grid-template-columns: minmax(0, 1fr); } .results { display: contents; } .pictures { order: -2; gap: .2rem 1.4rem; } .status { order: -1; }
        }
        @media (max-width: 62rem) and (min-height: 44rem) { .pictures { position: sticky; top: 0; z-index: 1; background: var(--paper); padding-top: .3rem; } }
        @media (max-width: 40rem) { .control { grid-template-columns: 7.6rem minmax(0, 1fr) 5.4rem; } }
        """;
}
