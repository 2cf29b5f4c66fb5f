namespace CorrSyn.Derivation.Certificates

open CorrSyn.Symbolic
open CorrSyn.Derivation.Scaling

/// <summary>The outcome of a check of one step, run together with the derivation.</summary>
type Certificate =
    {
        /// What kind of check: enumeration, orthogonality, balance, order, homogeneity or parity.
        Kind: string
        Passed: bool
        /// What was compared, with the numbers.
        Detail: string
    }

/// The checks of the steps. All are exact.
[<RequireQualifiedAccess>]
module Certificate =

    /// A certificate from its parts.
    let create (kind: string) (passed: bool) (detail: string) : Certificate =
        {
            Kind = kind
            Passed = passed
            Detail = detail
        }

    /// Every demand is of order N^0 at every gamma found, and a correlated term is among those that are.
    let ofScaling (scaling: CorrelationScaling) : Certificate =
        let holdsAt gamma =
            let values =
                scaling.Demands
                |> List.map (fun demand -> Polynomial.assignGamma gamma demand.Value)

            let isCorrelatedAndFinite (monomial: Monomial, _) =
                Monomial.powerOf Correlation monomial > 0
                && Rational.isZero (Exponent.value monomial.Width)

            values
            |> List.forall (fun value -> Polynomial.tryLeadingExponent value = Some Rational.zero)
            && values
               |> List.exists (fun value -> value.Terms |> List.exists isCorrelatedAndFinite)

        let found = scaling.Exponents |> List.map Rational.render |> String.concat ", "

        create
            "balance"
            (List.forall holdsAt scaling.Exponents)
            (if List.isEmpty scaling.Exponents then
                 "no correlation enters, so there is no exponent to find"
             else
                 $"at gamma = {found} every demand is of order N^0 and a correlated term is one of the largest")

    /// Everything named vanishes as N grows.
    let ofOrders (what: string) (scales: Rational option list) : Certificate =
        let text scale =
            match scale with
            | Some power -> $"N^({Rational.render power})"
            | None -> "0"

        let listed = scales |> List.map text |> String.concat ", "

        create
            "order"
            (scales |> List.forall (Option.forall (fun power -> Rational.sign power < 0)))
            $"{what}: {listed}"
