using System.Diagnostics;

namespace CorrSyn.Browser.Tests;

/// <summary>One running `corrsyn explore`.</summary>
public sealed class ExploreProgram : IAsyncLifetime
{
    private Process? _program;
    private Task<string>? _complaints;

    /// <summary>The address that it printed.</summary>
    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _program = BuiltProgram.Start(["explore"]);
        _complaints = _program.StandardError.ReadToEndAsync();
        Address = await _program.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"corrsyn explore prints no address: {await _complaints}");
    }

    /// <summary>Ends it; it must have had nothing to complain of.</summary>
    public async Task DisposeAsync()
    {
        if (_program is not { } program)
            return;
        program.Kill(entireProcessTree: true);
        await program.WaitForExitAsync();
        program.Dispose();
        Assert.Equal("", await _complaints!);
    }
}
