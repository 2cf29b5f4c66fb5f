namespace CorrSyn.Derivation.Maps

open CorrSyn.Symbolic

/// <summary>Which terms of a map vanish for a given network, and which order parameters therefore never
/// leave zero.</summary>
[<RequireQualifiedAccess>]
module Parity =

    /// Whether a function of the field changes sign with the field when phi is odd.
    let private changesSign (functionOfField: NeuronFunction) : bool =
        match functionOfField with
        | MeanDerivative order -> order % 2 = 0
        | SquareDerivative order -> order % 2 = 1
        | PowerDerivative(power, order) -> (power + order) % 2 = 1
        | ActivityVariance -> false

    /// <summary>Whether a field average vanishes for odd phi, the field being symmetric.</summary>
    let vanishesForOddActivation (quantity: Quantity) : bool =
        match Quantity.tryFieldAverage quantity with
        | Some functions -> (functions |> List.filter changesSign |> List.length) % 2 = 1
        | None -> false

    /// <summary>What makes M and V leave zero: their next values where both are zero.</summary>
    /// <param name="map">The map in which collective variables move.</param>
    /// <returns>Each with its source; those without one are left out.</returns>
    let sources (map: LayerMap) : (Quantity * Polynomial) list =
        let atZero quantity =
            if List.contains quantity CollectiveFluctuations.quantities then
                Some Polynomial.zero
            else
                None

        LayerMap.expanded map
        |> List.filter (fun (quantity, _) ->
            List.contains quantity CollectiveFluctuations.quantities
        )
        |> List.map (fun (quantity, value) -> quantity, Polynomial.substitute atZero value)
        |> List.filter (snd >> Polynomial.isZero >> not)

    /// <summary>Whether K1, K2, Q and N Sigma are enough: whether M and V, which start at 0 with centred
    /// inputs, stay there.</summary>
    /// <param name="isOdd">Whether phi is odd.</param>
    /// <param name="correlation">The value of r.</param>
    /// <param name="map">The map in which collective variables move; its sources decide, term by term.</param>
    let isClosedWithFour (isOdd: bool) (correlation: float) (map: LayerMap) : bool =
        let vanishes (monomial: Monomial, _) =
            (correlation = 0.0 && Monomial.powerOf Correlation monomial > 0)
            || (isOdd && monomial.Factors |> List.exists (fst >> vanishesForOddActivation))

        sources map
        |> List.forall (fun (_, source) -> source.Terms |> List.forall vanishes)
