using System.Diagnostics.CodeAnalysis;

namespace CorrSyn;

/// <summary>Why the mathematics has no answer there.</summary>
public enum SolveFailureKind
{
    /// <summary>The equations lack a quantity for this network.</summary>
    NotClosed,

    /// <summary>No choice of the exponent gives a self-consistent layer map.</summary>
    NoSelfConsistentMap,

    /// <summary>A quantity left the range of floating point.</summary>
    Diverged,

    /// <summary>An average needs more points than allowed, or is lost in rounding.</summary>
    NotResolved,

    /// <summary>No activity maps to itself.</summary>
    NoFixedPoint,

    /// <summary>Every activity maps to itself.</summary>
    NotIsolated,

    /// <summary>An iteration did not settle.</summary>
    NotConverged,
    /// <summary>A covariance matrix that was given, or follows from one, has a negative eigenvalue.</summary>
    NotPositive,

    /// <summary>No activity of a layer varies over the inputs.</summary>
    NoVariance,
    /// <summary>An average is less accurate than was asked for.</summary>
    NotAccurate,

    /// <summary>The activation has no finite value at a pre-activation that occurs.</summary>
    NotDefined,

    /// <summary>The activities of a layer do not vary over inputs.</summary>
    Vanishes,
}

/// <summary>A failure of the mathematics, with the numbers that name it.</summary>
/// <param name="Kind">The cause.</param>
/// <param name="Message">One line, in the invariant culture.</param>
public sealed record SolveFailure(SolveFailureKind Kind, string Message);

/// <summary>Thrown by <see cref="SolveResult{T}.Value"/> where there is no value.</summary>
public sealed class SolveException : ArithmeticException
{
    internal SolveException(SolveFailure failure)
        : base(failure.Message) => Failure = failure;

    /// <summary>The failure.</summary>
    public SolveFailure Failure { get; }
}

/// <summary>A value, or the reason why the mathematics has none.</summary>
/// <typeparam name="T">What was to be computed.</typeparam>
public sealed class SolveResult<T>
    where T : class
{
    private readonly T? _value;

    private SolveResult(T? value, SolveFailure? failure) => (_value, Failure) = (value, failure);

    /// <summary>Whether there is a value.</summary>
    public bool Success => Failure is null;

    /// <summary>The reason why there is none; null on success.</summary>
    public SolveFailure? Failure { get; }

    /// <summary>The value.</summary>
    /// <exception cref="SolveException">There is none.</exception>
    public T Value => _value ?? throw new SolveException(Failure!);

    /// <summary>The value, if there is one.</summary>
    /// <param name="value">The value on success, null otherwise.</param>
    public bool TryGetValue([NotNullWhen(true)] out T? value)
    {
        value = _value;
        return Success;
    }

    internal static SolveResult<T> Of(T value) => new(value, null);

    internal static SolveResult<T> Failed(SolveFailure failure) => new(null, failure);
}
