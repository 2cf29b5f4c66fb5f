module CorrSyn.Core.Tests.AsymptoticExpansionTests

open Xunit
open CorrSyn.Symbolic

let private order power =
    AsymptoticExpansion.orderTerm (Rational.ofInt power)

[<Fact>]
let ``addition commutes and associates`` () =
    Property.holds
        (fun (a: AsymptoticExpansion) (b: AsymptoticExpansion) (c: AsymptoticExpansion) ->
            a + b = b + a && (a + b) + c = a + (b + c)
        )

[<Fact>]
let ``multiplication commutes`` () =
    Property.holds (fun (a: AsymptoticExpansion) (b: AsymptoticExpansion) -> a * b = b * a)

[<Fact>]
let ``zero and one are neutral`` () =
    Property.holds (fun (a: AsymptoticExpansion) ->
        a + AsymptoticExpansion.zero = a && a * AsymptoticExpansion.one = a
    )

[<Fact>]
let ``what is said of a product holds of the product of longer expansions`` () =
    // Truncating factors first may only forget more than truncating the product.
    Property.holds (fun (a: AsymptoticExpansion) (b: AsymptoticExpansion) (HalfInteger power) ->
        let short = AsymptoticExpansion.truncate power a * b
        let long = a * b

        match short.OrderTerm with
        | None -> short = long
        | Some kept ->
            Polynomial.filter (fun m -> Exponent.value m.Width > kept) long.ExactTerms =
                short.ExactTerms
    )

[<Fact>]
let ``truncation is idempotent and keeps the larger terms`` () =
    Property.holds (fun (a: AsymptoticExpansion) (HalfInteger power) ->
        let once = AsymptoticExpansion.truncate power a

        AsymptoticExpansion.truncate power once = once
        && once.ExactTerms.Terms
           |> List.forall (fun (m, _) -> Exponent.value m.Width > power)
    )

[<Fact>]
let ``no exact term is as small as the order term`` () =
    Property.holds (fun (a: AsymptoticExpansion) (b: AsymptoticExpansion) ->
        let isAbsorbed (e: AsymptoticExpansion) =
            match e.OrderTerm with
            | None -> true
            | Some power ->
                e.ExactTerms.Terms |> List.forall (fun (m, _) -> Exponent.value m.Width > power)

        isAbsorbed (a + b) && isAbsorbed (a * b) && isAbsorbed (a - b)
    )

[<Fact>]
let ``an order term minus itself is itself`` () =
    Assert.Equal(order -1, order -1 - order -1)

[<Fact>]
let ``the larger order term absorbs the smaller and every smaller exact term`` () =
    let n power =
        AsymptoticExpansion.exact (Polynomial.width power)

    Assert.Equal(order -1, order -1 + order -2)
    Assert.Equal(order -1, order -1 + n -1)
    Assert.NotEqual(order -1, order -1 + n 0)
    Assert.Equal(order 1, order -1 * n 2)
    Assert.Equal(order -3, order -1 * order -2)
    Assert.Equal(AsymptoticExpansion.zero, order -1 * AsymptoticExpansion.zero)
