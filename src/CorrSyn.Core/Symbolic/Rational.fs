namespace CorrSyn.Symbolic

open System
open System.Globalization
open System.Numerics

[<Sealed>]
type Rational private (numerator: BigInteger, denominator: BigInteger) =

    member _.Numerator = numerator
    member _.Denominator = denominator

    static member OfQuotient(numerator: BigInteger, denominator: BigInteger) =
        if denominator.IsZero then
            raise (DivideByZeroException "A rational number with denominator 0.")

        let divisor = BigInteger.GreatestCommonDivisor(numerator, denominator)
        let divisor = if denominator.Sign < 0 then -divisor else divisor
        Rational(numerator / divisor, denominator / divisor)

    static member (+)(a: Rational, b: Rational) =
        Rational.OfQuotient(
            a.Numerator * b.Denominator + b.Numerator * a.Denominator,
            a.Denominator * b.Denominator
        )

    static member (-)(a: Rational, b: Rational) = a + (-b)

    static member (*)(a: Rational, b: Rational) =
        Rational.OfQuotient(a.Numerator * b.Numerator, a.Denominator * b.Denominator)

    static member (/)(a: Rational, b: Rational) =
        Rational.OfQuotient(a.Numerator * b.Denominator, a.Denominator * b.Numerator)

    static member (~-)(a: Rational) = Rational(-a.Numerator, a.Denominator)

    override _.Equals(other: obj) =
        match other with
        | :? Rational as other -> numerator = other.Numerator && denominator = other.Denominator
        | _ -> false

    override _.GetHashCode() =
        HashCode.Combine(numerator, denominator)

    interface IEquatable<Rational> with
        member this.Equals(other: Rational) = this.Equals(box other)

    interface IComparable with
        member _.CompareTo(other: obj) =
            match other with
            | :? Rational as other ->
                compare (numerator * other.Denominator) (other.Numerator * denominator)
            | _ -> invalidArg (nameof other) "A rational is compared with rationals only."

[<RequireQualifiedAccess>]
module Rational =

    let create (numerator: BigInteger) (denominator: BigInteger) =
        Rational.OfQuotient(numerator, denominator)

    let ofRatio (numerator: int) (denominator: int) =
        create (BigInteger numerator) (BigInteger denominator)

    let ofInt (number: int) = ofRatio number 1

    let zero = ofInt 0
    let one = ofInt 1

    let isZero (number: Rational) = number.Numerator.IsZero
    let sign (number: Rational) = number.Numerator.Sign
    let isInteger (number: Rational) = number.Denominator.IsOne

    let pow (exponent: int) (number: Rational) =
        let power (value: BigInteger) = BigInteger.Pow(value, abs exponent)

        if exponent >= 0 then
            create (power number.Numerator) (power number.Denominator)
        else
            create (power number.Denominator) (power number.Numerator)

    let factorial (n: int) =
        if n < 0 then
            raise (ArgumentOutOfRangeException(nameof n, n, "The factorial of a negative number."))

        seq { 1..n } |> Seq.fold (fun product k -> product * ofInt k) one

    let approximate (number: Rational) =
        // Both parts may exceed the range of a double while their quotient does not: each keeps its
        // leading 1000 bits, and the powers of two that were cut off are put back into the quotient.
        let excess (value: BigInteger) =
            int (max 0L (BigInteger.Abs(value).GetBitLength() - 1000L))

        let above, below = excess number.Numerator, excess number.Denominator

        Math.ScaleB(
            float (number.Numerator >>> above) / float (number.Denominator >>> below),
            above - below
        )

    let render (number: Rational) =
        let text (value: BigInteger) =
            value.ToString(CultureInfo.InvariantCulture)

        if isInteger number then
            text number.Numerator
        else
            $"{text number.Numerator}/{text number.Denominator}"
