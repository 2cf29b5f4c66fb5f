using CorrSyn.Formats;

namespace CorrSyn.Tests.Trained;

/// <summary>Networks with known correlations, written to files for one test.</summary>
internal sealed class WrittenNetwork : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("corrsyn-").FullName;
    private readonly Random _random = new(20261122);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Writes arrays as npz.</summary>
    public string Npz(string name, params (string Name, NumericArray Array)[] arrays)
    {
        string path = System.IO.Path.Combine(_folder, name);
        using FileStream stream = File.Create(path);
        ArrayWriter.WriteNpz(stream, arrays.ToDictionary(array => array.Name, array => array.Array));
        return path;
    }

    /// <summary>Writes any bytes.</summary>
    public string Bytes(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Rows with correlation r/sqrt(N) and variance g/N.</summary>
    public double[] Weights(int rows, int columns, double correlation, double gain = 0.8)
    {
        double rho = correlation / Math.Sqrt(columns);
        double[] shared = Gaussian(columns);
        double scale = Math.Sqrt(gain / columns);
        return [.. Gaussian(rows * columns).Select(
            (own, place) => scale * ((Math.Sqrt(rho) * shared[place % columns]) + (Math.Sqrt(1 - rho) * own)))];
    }

    /// <summary>Independent numbers of mean 0 and variance 1.</summary>
    public double[] Gaussian(int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
            Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()))];

    public static NumericArray Matrix(int rows, int columns, double[] values) => NumericArray.Create([rows, columns], values);

    public static NumericArray Vector(double[] values) => NumericArray.Create([values.Length], values);
}
