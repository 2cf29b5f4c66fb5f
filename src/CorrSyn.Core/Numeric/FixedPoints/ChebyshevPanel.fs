namespace CorrSyn.Numeric.FixedPoints

open System

/// <summary>A function on an interval as a Chebyshev series.</summary>
type ChebyshevPanel =
    {
        /// The lower end.
        Low: float
        /// The upper end, above the lower one.
        High: float
        /// The function is the sum of c_k T_k(y) with y in [-1, 1] on the interval.
        Coefficients: float[]
    }

/// A zero of a function on an interval.
type PanelRoot =
    {
        /// Where it is.
        Position: float
        /// Whether the function only touches 0 there, as far as its error lets one see.
        IsDouble: bool
    }

/// The zeros of a function on an interval.
type PanelRoots =
    /// All of them, in ascending order.
    | Isolated of PanelRoot list
    /// The function is 0 on the whole interval, to its error.
    | Vanishing

/// <summary>Series on intervals, and all of their zeros.</summary>
/// <remarks>Section 2 of docs/theory/fixed-points.md. A series is bounded by the sum of its coefficients, so an
/// interval without a zero, or with a monotonic function, is known as such; other intervals are halved.</remarks>
[<RequireQualifiedAccess>]
module ChebyshevPanel =

    /// The number of coefficients: for a function that is analytic in a strip of half-width 1.4 around intervals
    /// of length 1 the series ends at 5.7^-25 = 1e-19 of its bound there.
    let pointCount: int = 25

    /// Intervals are not halved below this: two zeros that are closer are told apart by nothing that a function
    /// with an error of 1e-14 shows.
    let private smallestWidth = 1e-8

    /// cos(k pi (j + 1/2) / pointCount), with whole turns taken off before rounding.
    let private cosines =
        Array.init
            pointCount
            (fun k ->
                Array.init
                    pointCount
                    (fun j ->
                        let turn = (2 * j + 1) * k % (4 * pointCount)
                        Math.Cos(Math.PI * float turn / float (2 * pointCount))
                    )
            )

    /// <summary>Where a function is to be evaluated for its series on an interval.</summary>
    let points (low: float) (high: float) : float[] =
        Array.init pointCount (fun j -> 0.5 * (low + high) + 0.5 * (high - low) * cosines[1][j])

    /// <summary>The series of a function on an interval, from its values at the points of that interval.</summary>
    let ofValues (low: float) (high: float) (values: float[]) : ChebyshevPanel =
        let coefficient k =
            let sum = Array.fold2 (fun sum c value -> sum + c * value) 0.0 cosines[k] values
            (if k = 0 then 1.0 else 2.0) / float pointCount * sum

        {
            Low = low
            High = high
            Coefficients = Array.init pointCount coefficient
        }

    /// <summary>The value of a series at a point of its interval.</summary>
    /// <remarks>Clenshaw's recursion; an error of a few roundings of the sum of coefficients.</remarks>
    let value (panel: ChebyshevPanel) (x: float) : float =
        let y = (2.0 * x - panel.Low - panel.High) / (panel.High - panel.Low)
        let mutable next = 0.0
        let mutable afterNext = 0.0

        for k in panel.Coefficients.Length - 1 .. -1 .. 1 do
            let current = 2.0 * y * next - afterNext + panel.Coefficients[k]
            afterNext <- next
            next <- current

        y * next - afterNext + panel.Coefficients[0]

    /// <summary>The derivative of a series.</summary>
    let derivative (panel: ChebyshevPanel) : ChebyshevPanel =
        let c = panel.Coefficients
        let d = Array.zeroCreate c.Length

        for k in c.Length - 1 .. -1 .. 1 do
            d[k - 1] <- (if k + 1 < c.Length then d[k + 1] else 0.0) + 2.0 * float k * c[k]

        d[0] <- 0.5 * d[0]
        let scale = 2.0 / (panel.High - panel.Low)

        { panel with
            Coefficients = d |> Array.map (fun value -> scale * value)
        }

    /// The same function on a part of its interval.
    let private restrict low high panel =
        points low high |> Array.map (value panel) |> ofValues low high

    /// The sum of all coefficients but the first: how far the function strays from it.
    let private variation panel =
        panel.Coefficients |> Seq.skip 1 |> Seq.sumBy Math.Abs

    /// Bisection: the function is monotonic and differs in sign at the ends.
    let private bisect panel low high =
        let sign = Math.Sign(value panel low)

        let rec narrow low high =
            let middle = 0.5 * (low + high)

            if middle <= low || middle >= high then
                middle
            elif Math.Sign(value panel middle) = sign then
                narrow middle high
            else
                narrow low middle

        narrow low high

    /// Zeros that belong together: no further apart than the function can tell.
    let private merge tolerance panel (roots: PanelRoot list) =
        let isSame (a: PanelRoot) (b: PanelRoot) =
            b.Position - a.Position <= smallestWidth
            || (b.Position - a.Position < 1e-3
                && Math.Abs(value panel (0.5 * (a.Position + b.Position))) <= 2.0 * tolerance)

        roots
        |> List.sortBy _.Position
        |> List.fold
            (fun kept root ->
                match kept with
                | last :: rest when isSame last root ->
                    let isFirst =
                        Math.Abs(value panel last.Position) <= Math.Abs(value panel root.Position)

                    {
                        Position = (if isFirst then last.Position else root.Position)
                        IsDouble =
                            root.Position - last.Position > smallestWidth
                            || last.IsDouble
                            || root.IsDouble
                    }
                    :: rest
                | kept -> root :: kept
            )
            []
        |> List.rev

    /// <summary>All zeros of a series.</summary>
    /// <param name="tolerance">The error of the function, at least a few roundings; above 0.</param>
    /// <param name="panel">The series.</param>
    /// <returns>Every zero, and every point where the function comes as close to 0 as its error; or that it vanishes.</returns>
    let roots (tolerance: float) (panel: ChebyshevPanel) : PanelRoots =
        let rec search low high =
            let part = restrict low high panel
            let middle = part.Coefficients[0]

            if Math.Abs middle - variation part > tolerance then
                []
            elif Math.Abs middle + variation part <= tolerance || high - low < smallestWidth then
                [
                    {
                        Position = 0.5 * (low + high)
                        IsDouble = true
                    }
                ]
            else
                let slope = derivative part

                if Math.Abs slope.Coefficients[0] > variation slope then
                    let atLow, atHigh = value panel low, value panel high

                    if Math.Sign atLow * Math.Sign atHigh < 0 then
                        [
                            {
                                Position = bisect panel low high
                                IsDouble = false
                            }
                        ]
                    elif Math.Abs atLow <= tolerance then
                        [ { Position = low; IsDouble = false } ]
                    elif Math.Abs atHigh <= tolerance then
                        [ { Position = high; IsDouble = false } ]
                    else
                        []
                else
                    let center = 0.5 * (low + high)
                    search low center @ search center high

        if Math.Abs panel.Coefficients[0] + variation panel <= tolerance then
            Vanishing
        else
            Isolated(merge tolerance panel (search panel.Low panel.High))
