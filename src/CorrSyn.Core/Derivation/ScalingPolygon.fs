namespace CorrSyn.Derivation

open CorrSyn.Symbolic

/// <summary>A piece of the border of self-consistency in the plane of gamma and delta, on which the terms of
/// one demand stay finite.</summary>
type ScalingEdge =
    {
        /// gamma and delta at one end; None if the edge goes on without bound.
        From: (Rational * Rational) option
        /// At the other end, with the larger gamma.
        To: (Rational * Rational) option
        /// a, b and c of the line a gamma + b delta = c.
        Line: Rational * Rational * Rational
    }

/// The borders of self-consistency in the plane of gamma and delta.
[<RequireQualifiedAccess>]
module ScalingPolygon =

    let private term (coefficient: Rational) (name: string) =
        if Rational.isZero coefficient then None
        elif coefficient = Rational.one then Some name
        else Some $"{Rational.render coefficient} {name}"

    /// The equation of an edge, e.g. gamma + delta = 3/2.
    let lineText (edge: ScalingEdge) : string =
        let a, b, c = edge.Line

        let left =
            [ term a "gamma"; term b "delta" ] |> List.choose id |> String.concat " + "

        $"{left} = {Rational.render c}"
