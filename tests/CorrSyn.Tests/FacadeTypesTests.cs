using CorrSyn.Derivation;
using CorrSyn.Model;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Xunit;

namespace CorrSyn.Tests;

public class FacadeTypesTests
{
    [Fact]
    public void PublicSignatures_OfTheFacade_HoldNoTypeThatCSharpShouldNotMeet()
    {
        Type[] types = typeof(NetworkModel).Assembly.GetExportedTypes();
        Assert.True(types.Length > 20);
        Assert.Empty(ForbiddenTypes.In(types));
    }

    [Fact]
    public void Checker_PlantedTypes_FindsEachOfThem()
    {
        string[] found = [.. ForbiddenTypes.In([typeof(Planted), typeof(PlantedBase)])
            .Select(line => line[(line.LastIndexOf('.') + 1)..] + " in " + line[(line.IndexOf('+', StringComparison.Ordinal) + 1)..line.IndexOf(':', StringComparison.Ordinal)])];
        string[] expected =
        [
            "FSharpFunc`2[T,TResult] in Planted..ctor",
            "FSharpOption`1[T] in Planted.get_Optional",
            "FSharpList`1[T] in Planted.Array",
            "FSharpList`1[T] in Planted.Bound",
            "ValueTuple`2[T1,T2] in Planted.Pairs",
            "Tuple`1[T1] in Planted.ByReference",
            "Premise in Planted.Field",
            "Unit in Planted.Inherited",
            "FSharpResult`2[T,TError] in PlantedBase",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Checker_TypesOfTheModelAndPlainOnes_Passes() =>
        Assert.Empty(ForbiddenTypes.In([typeof(Harmless)]));

#pragma warning disable CA1051, CA1034, CA1822, CA1819, CA1045 // What the checker must find is bad style on purpose.
    public sealed class PlantedBase : List<FSharpResult<int, string>>;

    public class Planted(FSharpFunc<int, int> function)
    {
        public Premise? Field;

        public FSharpOption<int>? Optional => function is null ? null : FSharpOption<int>.None;

        public void Array(IReadOnlyList<FSharpList<int>>[] lists) => _ = lists;

        public void Bound<T>(T value)
            where T : IEnumerable<FSharpList<int>> => _ = value;

        public IEnumerable<(int First, int Second)> Pairs() => [];

        public void ByReference(ref Tuple<int>? value) => value = null;

        protected void Inherited(Unit? unit) => _ = unit;

        private void Hidden(FSharpOption<int> option) => _ = option;
    }

    public sealed record Harmless(NetworkSpec Spec, Activation Activation, Func<double, double> Function, int? Count);
#pragma warning restore CA1051, CA1034, CA1822, CA1819, CA1045
}
