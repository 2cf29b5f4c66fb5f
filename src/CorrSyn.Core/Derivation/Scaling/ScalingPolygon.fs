namespace CorrSyn.Derivation.Scaling

open CorrSyn.Symbolic

/// <summary>A piece of the border of self-consistency in the plane of gamma and delta, on which a correlated
/// term neither grows nor vanishes.</summary>
type ScalingEdge =
    {
        /// gamma and delta at the end with the larger delta; None if the edge goes on without bound.
        Start: (Rational * Rational) option
        /// gamma and delta at the end with the larger gamma; None likewise.
        End: (Rational * Rational) option
        /// a, b and c of the line a gamma + b delta = c.
        Line: Rational * Rational * Rational
    }

/// The choices of gamma and delta at which no correlated term grows: a region that is open to the side of
/// weak correlations, its border and its corners.
type ScalingPolygon =
    {
        /// The corners, in ascending order of gamma.
        Vertices: (Rational * Rational) list
        /// The border, from large delta to large gamma.
        Edges: ScalingEdge list
    }

/// The region of self-consistency in the plane of gamma and delta.
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

    /// N^(c - a gamma - b delta) does not grow if a gamma + b delta >= c; the first of a, b that is not 0 is 1.
    let private tryHalfPlane (exponent: Exponent) =
        let a, b = -exponent.GammaCoefficient, -exponent.DeltaCoefficient

        [ a; b ]
        |> List.tryFind (Rational.isZero >> not)
        |> Option.map (fun unit -> a / unit, b / unit, exponent.Constant / unit)

    let private excess (gamma: Rational, delta: Rational) (a: Rational, b: Rational, c: Rational) =
        a * gamma + b * delta - c

    let private tryIntersection
        (a: Rational, b: Rational, c: Rational)
        (p: Rational, q: Rational, r: Rational)
        =
        let determinant = a * q - b * p

        if Rational.isZero determinant then
            None
        else
            Some((c * q - b * r) / determinant, (a * r - c * p) / determinant)

    /// The part of a line that lies in all half-planes, unless it is a point or nothing.
    let private tryEdge halfPlanes line : ScalingEdge option =
        let (a: Rational), (b: Rational), (c: Rational) = line

        let start =
            if Rational.isZero b then
                c / a, Rational.zero
            else
                Rational.zero, c / b

        // Along (b, -a) gamma grows and delta falls.
        let at u =
            let gamma, delta = start
            gamma + u * b, delta - u * a

        let bounds =
            halfPlanes
            |> List.filter ((<>) line)
            |> List.map (fun (p, q, r) -> p * b - q * a, -(excess start (p, q, r)))

        let lower =
            bounds
            |> List.choose (fun (slope, rest) ->
                if Rational.sign slope > 0 then Some(rest / slope) else None
            )

        let upper =
            bounds
            |> List.choose (fun (slope, rest) ->
                if Rational.sign slope < 0 then Some(rest / slope) else None
            )

        let isMissed =
            bounds
            |> List.exists (fun (slope, rest) -> Rational.isZero slope && Rational.sign rest > 0)

        let extreme choose values =
            if List.isEmpty values then None else Some(choose values)

        match isMissed, extreme List.max lower, extreme List.min upper with
        | true, _, _ -> None
        | false, Some low, Some high when low >= high -> None
        | false, low, high ->
            Some
                {
                    Start = Option.map at low
                    End = Option.map at high
                    Line = line
                }

    /// <summary>Where no power of N grows.</summary>
    /// <param name="exponents">The exponents of all correlated terms; each falls with gamma or delta and rises
    /// with neither.</param>
    let solve (exponents: Exponent list) : ScalingPolygon =
        let halfPlanes = exponents |> List.choose tryHalfPlane |> List.distinct

        let isInside point =
            halfPlanes
            |> List.forall (fun halfPlane -> Rational.sign (excess point halfPlane) >= 0)

        {
            Vertices =
                List.allPairs halfPlanes halfPlanes
                |> List.choose (fun (one, other) -> tryIntersection one other)
                |> List.distinct
                |> List.filter isInside
                |> List.sort
            Edges =
                halfPlanes
                |> List.choose (tryEdge halfPlanes)
                |> List.sortBy (fun edge -> edge.Start)
        }
