using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CorrSyn.Formats.Tests;

/// <summary>Checks a property on random values, with a fixed seed; the first failure throws.</summary>
internal static class Property
{
    /// <summary>Runs 100 cases, or replays the one that CORRSYN_SEED="seed,gamma,size" names.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> assertion)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(100).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(Replayed()));
        Prop.ForAll(Arb.From(values), assertion).Check(config);
    }

    private static Replay Replayed()
    {
        string? text = Environment.GetEnvironmentVariable("CORRSYN_SEED");
        if (text is null)
            return new Replay(new Rnd(20260101), null);
        string[] parts = text.Trim('(', ')').Split(',');
        return new Replay(
            new Rnd(ulong.Parse(parts[0], null), ulong.Parse(parts[1], null)), int.Parse(parts[2], null));
    }
}
