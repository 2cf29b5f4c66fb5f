using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CorrSyn.Kernels.Bench;

/// <summary>What a benchmark does in one call, from its parameters; for the column of rates.</summary>
/// <param name="unit">What is counted, in units of 1e9 a second.</param>
/// <param name="method">A static method of the benchmark: a size to a count.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CountsAttribute(string unit, string method) : Attribute
{
    public string Unit { get; } = unit;

    public string Method { get; } = method;
}

/// <summary>Operations or numbers per second.</summary>
internal sealed class RateColumn : IColumn
{
    public string Id => nameof(RateColumn);

    public string ColumnName => "Rate";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Floating point operations, or numbers, in a nanosecond";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        MethodInfo method = benchmarkCase.Descriptor.WorkloadMethod;
        if (method.GetCustomAttribute<CountsAttribute>() is not { } counts || summary[benchmarkCase]?.ResultStatistics is not { } time)
            return "-";
        int size = (int)benchmarkCase.Parameters["Size"];
        double count = (double)method.DeclaringType!.GetMethod(counts.Method, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)!.Invoke(null, [size])!;
        return string.Create(CultureInfo.InvariantCulture, $"{count / time.Median:G3} {counts.Unit}");
    }
}
