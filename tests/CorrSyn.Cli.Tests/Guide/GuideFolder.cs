using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CorrSyn.Formats;

namespace CorrSyn.Cli.Tests.Guide;

/// <summary>A folder with the files that the commands of the guides name, and with the program as <c>corrsyn</c>.</summary>
internal sealed class GuideFolder : IDisposable
{
    private const int Width = 48;
    private const int Side = 8;
    private const int ImageCount = 33_000;

    private readonly Random _random = new(1);

    public GuideFolder()
    {
        FullName = Directory.CreateTempSubdirectory("corrsyn-guide-").FullName;
        WriteProgram();
        WriteNetworks();
        WriteArray("images.npy", [2000, Width], 1);
        WriteDigits();
    }

    public string FullName { get; }

    public void Dispose() => Directory.Delete(FullName, recursive: true);

    private string In(string name) => Path.Combine(FullName, name);

    private void WriteProgram()
    {
        File.WriteAllText(In("corrsyn"), $"#!/bin/sh\nexec dotnet '{typeof(Program).Assembly.Location}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(In("corrsyn"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private NumericArray Draw(long[] shape, double deviation) =>
        NumericArray.Create(shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, extent) => product * extent)).Select(_ => deviation * Gaussian())]);

    private void WriteArray(string name, long[] shape, double deviation)
    {
        using FileStream target = File.Create(In(name));
        ArrayWriter.WriteNpy(target, Draw(shape, deviation));
    }

    private void WriteNetworks()
    {
        Dictionary<string, NumericArray> layers = [];
        foreach (string name in (string[])["fc1", "fc2"])
        {
            layers[$"{name}.weight"] = Draw([Width, Width], 1 / Math.Sqrt(Width));
            layers[$"{name}.bias"] = Draw([Width], 0.3);
        }

        using (FileStream target = File.Create(In("weights.npz")))
            ArrayWriter.WriteNpz(target, layers);
        WriteSafetensors(layers);
    }

    private void WriteSafetensors(Dictionary<string, NumericArray> arrays)
    {
        List<string> entries = [];
        using var data = new MemoryStream();
        foreach ((string name, NumericArray array) in arrays)
        {
            long start = data.Length;
            byte[] bytes = new byte[8 * array.Values.Length];
            Buffer.BlockCopy(array.Values, 0, bytes, 0, bytes.Length);
            data.Write(bytes);
            entries.Add($$"""
                "{{name}}":{"dtype":"F64","shape":[{{string.Join(',', array.Shape)}}],"data_offsets":[{{start}},{{data.Length}}]}
                """);
        }

        byte[] header = Encoding.UTF8.GetBytes("{" + string.Join(",", entries) + "}");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(In("model.safetensors"), [.. length, .. header, .. data.ToArray()]);
    }

    // Ten classes of pictures, each a bright row or column of its own.
    private void WriteDigits()
    {
        byte[] labels = [.. Enumerable.Range(0, ImageCount).Select(image => (byte)(image % 10))];
        byte[] pixels = new byte[ImageCount * Side * Side];
        for (int index = 0; index < pixels.Length; index++)
        {
            int label = labels[index / (Side * Side)], row = index / Side % Side, column = index % Side;
            int bright = label < 5 && row == label ? 120 : label >= 5 && column == label - 5 ? 120 : 0;
            pixels[index] = (byte)(bright + _random.Next(100));
        }

        WriteIdx("train-images.idx3-ubyte.gz", [ImageCount, Side, Side], pixels);
        WriteIdx("train-labels.idx1-ubyte.gz", [ImageCount], labels);
    }

    private void WriteIdx(string name, int[] shape, byte[] data)
    {
        using var target = new GZipStream(File.Create(In(name)), CompressionLevel.Fastest);
        target.Write([0, 0, 8, (byte)shape.Length]);
        byte[] extent = new byte[4];
        foreach (int size in shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(extent, size);
            target.Write(extent);
        }

        target.Write(data);
    }
}
