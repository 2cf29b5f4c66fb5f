namespace CorrSyn.Numeric.Averages

open System

/// <summary>Panels for averages over the field u ~ N(0, f^2) of functions that have been averaged over s already.</summary>
[<RequireQualifiedAccess>]
module FieldPanels =

    /// What happens at a break is smoothed over s and has died out at this many s.
    let smoothedReach = 11.0

    /// The edges of panels that lie in an open interval; empty where one panel holds all of it.
    let private inside (sorted: float[]) low high =
        let first index = if index < 0 then ~~~index else index
        let from = first (Array.BinarySearch(sorted, low))
        let upTo = first (Array.BinarySearch(sorted, high))
        struct (from, upTo)

    /// Whether a break lies within that distance of the interval.
    let isNearBreak (breaks: float[]) (distance: float) (a: float) (b: float) : bool =
        breaks |> Array.exists (fun x -> a - distance < x && x < b + distance)

    /// <summary>The width of the narrowest panel that the interval meets; infinite beyond all panels.</summary>
    let narrowest (edges: float[]) (a: float) (b: float) : float =
        let struct (from, upTo) = inside edges a b
        let mutable width = Double.PositiveInfinity

        for i in max 1 from .. min (edges.Length - 1) upTo do
            width <- Math.Min(width, edges[i] - edges[i - 1])

        width

    /// <summary>Panels from 0 or -limit to limit, narrow enough for the density of u and for phi.</summary>
    /// <param name="breaks">Kinks and jumps of phi.</param>
    /// <param name="edges">Ends of the panels of phi.</param>
    /// <param name="width">The largest width of a panel in units of the standard deviation that bounds it.</param>
    /// <param name="fieldStdDev">f; above 0.</param>
    /// <param name="s">The standard deviation over inputs; above 0.</param>
    /// <param name="limit">The largest u.</param>
    /// <param name="isHalf">Only u from 0 up.</param>
    /// <param name="largestCount">How many panels are too many.</param>
    /// <returns>None where there would be too many.</returns>
    let tryCreate
        (breaks: float[])
        (edges: float[])
        (width: float)
        (fieldStdDev: float)
        (s: float)
        (limit: float)
        (isHalf: bool)
        (largestCount: int)
        : (float * float)[] option =
        let isFine a b =
            let w = b - a

            w <= width * fieldStdDev
            && (w <= width * s
                || (w <= narrowest edges (a - s) (b + s)
                    && not (isNearBreak breaks (smoothedReach * s) a b)))

        // Depth first with a stack of intervals: s may be 1e-60 of f.
        let rec refine waiting panels count =
            match waiting with
            | [] -> Some(panels |> List.rev |> Array.ofList)
            | _ when count > largestCount -> None
            | (a, b) :: rest ->
                let middle = 0.5 * (a + b)

                if isFine a b || middle <= a || middle >= b then
                    refine rest ((a, b) :: panels) (count + 1)
                else
                    refine ((a, middle) :: (middle, b) :: rest) panels count

        // Where a break begins and ends to matter, a little further out: bisection would come close to these in many panels.
        let ends =
            breaks
            |> Array.collect (fun x ->
                let distance = 1.05 * smoothedReach * s
                [| x - distance; x; x + distance |]
            )

        let first = if isHalf then 0.0 else -limit

        let intervals =
            Array.append ends [| first; 0.0; limit |]
            |> Array.filter (fun u -> first <= u && u <= limit)
            |> Array.distinct
            |> Array.sort
            |> Array.pairwise
            |> List.ofArray

        refine intervals [] 0
