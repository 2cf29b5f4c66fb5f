namespace CorrSyn.Symbolic

open System
open System.Numerics

/// <summary>An exact rational number: always in lowest terms, with a positive denominator.</summary>
/// <remarks>Equality is equality of values; the order is the order of numbers. Unbounded size.</remarks>
[<Sealed>]
type Rational =
    interface IComparable
    interface IEquatable<Rational>

    /// The numerator, which carries the sign.
    member Numerator: BigInteger

    /// The denominator, at least 1.
    member Denominator: BigInteger

    static member (+): Rational * Rational -> Rational
    static member (-): Rational * Rational -> Rational
    static member (*): Rational * Rational -> Rational

    /// <exception cref="T:System.DivideByZeroException">The divisor is zero.</exception>
    static member (/): Rational * Rational -> Rational
    static member (~-): Rational -> Rational

/// Construction, powers and printing of exact rationals.
[<RequireQualifiedAccess>]
module Rational =

    /// <summary>The quotient of two whole numbers.</summary>
    /// <exception cref="T:System.DivideByZeroException">The denominator is zero.</exception>
    val create: numerator: BigInteger -> denominator: BigInteger -> Rational

    /// The whole number as a rational.
    val ofInt: number: int -> Rational

    /// <summary>The quotient of two whole numbers, e.g. <c>ofRatio 1 2</c> for one half.</summary>
    /// <exception cref="T:System.DivideByZeroException">The denominator is zero.</exception>
    val ofRatio: numerator: int -> denominator: int -> Rational

    val zero: Rational
    val one: Rational

    val isZero: number: Rational -> bool

    /// -1, 0 or 1.
    val sign: number: Rational -> int

    /// Whether the denominator is 1.
    val isInteger: number: Rational -> bool

    /// <summary>The number to a whole power; the power 0 gives 1, also of zero.</summary>
    /// <exception cref="T:System.DivideByZeroException">A negative power of zero.</exception>
    val pow: exponent: int -> number: Rational -> Rational

    /// n!, exact.
    /// <exception cref="T:System.ArgumentOutOfRangeException">n is negative.</exception>
    val factorial: n: int -> Rational

    /// The nearest double: the only door from exact numbers to floating point.
    val approximate: number: Rational -> float

    /// <c>3</c>, <c>-1</c>, <c>1/2</c>: lowest terms, no spaces, the same in every culture.
    val render: number: Rational -> string
