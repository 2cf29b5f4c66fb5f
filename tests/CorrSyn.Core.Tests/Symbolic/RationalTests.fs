module CorrSyn.Core.Tests.RationalTests

open System
open System.Globalization
open System.Numerics
open Xunit
open CorrSyn.Symbolic

[<Fact>]
let ``rationals form a field`` () =
    Property.holds (fun (a: Rational) (b: Rational) (c: Rational) ->
        a + b = b + a
        && a * b = b * a
        && (a + b) + c = a + (b + c)
        && (a * b) * c = a * (b * c)
        && a * (b + c) = a * b + a * c
        && a + Rational.zero = a
        && a * Rational.one = a
        && a - a = Rational.zero
        && (Rational.isZero a || a / a = Rational.one)
    )

[<Fact>]
let ``a rational is in lowest terms with a positive denominator`` () =
    Property.holds (fun (numerator: int) (denominator: int) ->
        denominator = 0
        || (let value = Rational.ofRatio numerator denominator

            value.Denominator.Sign > 0
            && BigInteger.GreatestCommonDivisor(value.Numerator, value.Denominator).IsOne)
    )

[<Fact>]
let ``the order is that of the numbers`` () =
    Property.holds (fun (a: Rational) (b: Rational) ->
        compare a b = compare (Rational.approximate a) (Rational.approximate b)
        && compare a b = -(compare b a)
    )

[<Fact>]
let ``powers multiply`` () =
    Property.holds (fun (a: Rational) (FsCheck.PositiveInt n) ->
        let n = n % 6

        Rational.pow (n + 1) a = a * Rational.pow n a
        && (Rational.isZero a || Rational.pow -n a * Rational.pow n a = Rational.one)
    )

[<Fact>]
let ``text is the same in every culture`` () =
    let before = CultureInfo.CurrentCulture

    try
        CultureInfo.CurrentCulture <- CultureInfo "fr-FR"
        Assert.Equal("-1234567/2", Rational.render (Rational.ofRatio -1234567 2))
        Assert.Equal("3", Rational.render (Rational.ofRatio 6 2))
        Assert.Equal("0", Rational.render Rational.zero)
    finally
        CultureInfo.CurrentCulture <- before

[<Fact>]
let ``parts beyond the range of a double still have a quotient`` () =
    let huge = BigInteger.Pow(BigInteger 10, 400)
    let third = Rational.create huge (huge * BigInteger 3 + BigInteger.One)
    Assert.Equal(1.0 / 3.0, Rational.approximate third, 1e-15)
    let small = Rational.create (BigInteger.Pow(BigInteger 10, 101)) huge
    Assert.Equal(1e-299, Rational.approximate small, 1e-313)
    let large = Rational.create (-huge) (BigInteger.Pow(BigInteger 10, 101))
    Assert.Equal(-1e299, Rational.approximate large, 1e285)

[<Fact>]
let ``a denominator of zero is refused`` () =
    Assert.Throws<DivideByZeroException>(fun () -> Rational.ofRatio 1 0 |> ignore)
    |> ignore

    Assert.Throws<DivideByZeroException>(fun () -> Rational.one / Rational.zero |> ignore)
    |> ignore

[<Fact>]
let ``the factorial counts orders`` () =
    Assert.Equal(Rational.ofInt 120, Rational.factorial 5)
    Assert.Equal(Rational.one, Rational.factorial 0)
