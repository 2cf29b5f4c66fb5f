namespace CorrSyn.Numeric.Averages

open System

/// <summary>Finds the panels and breaks of an activation.</summary>
/// <remarks>A panel is bisected until the Legendre coefficients of phi' (of phi where phi' is not known) fall to
/// rounding. Bisection runs into each kink and jump; where a panel has shrunk to a few roundings, it is a break, and the
/// panels beside it are joined again. A feature that is narrower than a sixteenth of an octave of |z| and lies between
/// the first nodes is not seen.</remarks>
[<RequireQualifiedAccess>]
module PanelSearch =

    let private rule = PanelRule.legendre 16

    /// The relative size of the highest coefficients at which a panel counts as resolved.
    let private resolution = 4e-15

    let largestPanelCount = 30_000

    let private pointsOf (a: float) (b: float) =
        rule.Nodes |> Array.map (fun x -> a + (b - a) * x)

    let private dot (row: float[]) (values: float[]) =
        Array.fold2 (fun total a b -> total + a * b) 0.0 row values

    /// The first edges: 0, the limit, and every octave between down to a scale.
    let firstEdges (limit: float) (scale: float) =
        let positive =
            Seq.unfold (fun edge -> if edge < scale then None else Some(edge, 0.5 * edge)) limit
            |> Seq.truncate 1200
            |> Array.ofSeq

        Array.concat [ positive |> Array.map (~-); [| 0.0 |]; Array.rev positive ]

    /// <summary>Whether rows fall to rounding on a panel, each relative to its largest values, or to what rounding makes of
    /// a formula.</summary>
    /// <param name="evaluate">The rows up to an order at some points, each the derivative of the one before.</param>
    /// <param name="errors">How far rounding may have moved them at a point.</param>
    /// <param name="order">The highest order that is looked at.</param>
    /// <param name="references">The size of each row.</param>
    /// <param name="spread">The standard deviation of all pre-activations.</param>
    /// <param name="a">The lower end.</param>
    /// <param name="b">The upper end.</param>
    let isResolvedIn
        evaluate
        (errors: float -> float[])
        order
        (references: float[])
        (spread: float)
        a
        b
        =
        let points = pointsOf a b
        let values: float[][] = evaluate order points

        let nearest =
            if a < 0.0 && b > 0.0 then
                0.0
            else
                Math.Min(Math.Abs a, Math.Abs b)
        // What lies far out counts by the fourth root of the density there: averages hold up to four factors.
        let deviation = nearest / spread
        let allowance = Math.Exp(0.125 * deviation * deviation)
        let noise = lazy (Array.map errors points)

        let isSettled k =
            let largest = values[k] |> Array.fold (fun m x -> Math.Max(m, Math.Abs x)) 0.0
            let allowed = resolution * Math.Max(largest, references[k] * allowance)

            let isNoise (row: float[]) (coefficient: float) =
                let total =
                    Array.fold2
                        (fun total (weight: float) (errors: float[]) ->
                            total + Math.Abs weight * errors[k]
                        )
                        0.0
                        row
                        (noise.Force())

                coefficient <= allowed + total

            Double.IsFinite largest
            && rule.HighestCoefficients
               |> Array.forall (fun row ->
                   let coefficient = Math.Abs(dot row values[k])
                   coefficient <= allowed || isNoise row coefficient
               )

        Seq.forall isSettled (seq { 0..order })

    /// Where two numbers, or the ends of a panel, count as one.
    let isTiny (floor: float) (a: float) (b: float) =
        if a <= 0.0 && b >= 0.0 then
            b - a <= floor
        else
            b - a <= 5e-16 * Math.Max(Math.Abs a, Math.Abs b)

    /// Leaves of the bisection between the edges, and whether each is a break; None where there are too many.
    let tryBisect isTiny isResolved (edges: float[]) =
        let rec split waiting leaves count =
            match waiting with
            | [] -> Some(List.rev leaves)
            | _ when count > largestPanelCount -> None
            | (a, b) :: rest ->
                if isTiny a b then
                    split rest ((a, b, true) :: leaves) (count + 1)
                elif isResolved a b then
                    split rest ((a, b, false) :: leaves) (count + 1)
                else
                    let middle = 0.5 * (a + b)
                    split ((a, middle) :: (middle, b) :: rest) leaves count

        split (edges |> Array.pairwise |> List.ofArray) [] 0

    /// Whether two neighbouring panels are one polynomial to rounding. The nodes of both together would not see one that
    /// is much narrower than the other: it is compared with as little of the other first.
    let private isOne isResolved (a: float) (edge: float) (b: float) =
        let width = 4.0 * Math.Min(edge - a, b - edge)

        isResolved (Math.Max(a, edge - width)) (Math.Min(b, edge + width))
        && isResolved a b

    /// Joins neighbours that are one polynomial to rounding, from the first edge on.
    let private joinedFrom isResolved (isBreak: float -> bool) (edges: float list) =
        let rec push (kept: float list) edge =
            match kept with
            | last :: before :: rest when
                not (isBreak last) && isOne isResolved (min before edge) last (max before edge)
                ->
                push (before :: rest) edge
            | _ -> edge :: kept

        edges |> List.fold push [] |> List.rev

    /// Panels shrink towards 0 and towards breaks from both sides: join outwards from 0, then in both directions.
    let joined isResolved isBreak (edges: float[]) =
        let join = joinedFrom isResolved isBreak
        let above = edges |> Array.filter (fun edge -> edge >= 0.0) |> List.ofArray

        let below =
            edges |> Array.filter (fun edge -> edge <= 0.0) |> Array.rev |> List.ofArray

        let outwards = List.rev (join below) @ List.tail (join above)
        outwards |> join |> List.rev |> join |> List.rev |> Array.ofList

    /// The point of an interval at which it is not one function, by bisection; None if halves and middle are. A kink of a
    /// derivative is lost in rounding in the end: then the last interval that showed it tells where it is.
    let private tryLocate isTiny isResolved (low: float) (high: float) =
        let rec search depth (a: float) (b: float) =
            let middle = 0.5 * (a + b)
            let width = 0.125 * (b - a)

            if isTiny a b then
                Some(if a <= 0.0 && b >= 0.0 then 0.0 else middle)
            elif not (isResolved a middle) then
                search (depth + 1) a middle
            elif not (isResolved middle b) then
                search (depth + 1) middle b
            // The nodes of neither half come close to the middle.
            elif not (isResolved (middle - width) (middle + width)) then
                search (depth + 1) (middle - width) (middle + width)
            elif depth > 4 then
                Some middle
            else
                None

        search 0 low high

    /// A kink this close to the end of a panel, relative to its width, lies beyond its last node.
    let private blindShare = 0.02

    /// <summary>The ends of the panels and the breaks, where neither is known.</summary>
    /// <param name="isTiny">Whether an interval counts as a point.</param>
    /// <param name="isResolved">Whether phi is a polynomial to rounding on an interval.</param>
    /// <param name="edges">Ends of the first panels, ascending.</param>
    /// <returns>None where there are too many panels.</returns>
    let tryFind isTiny isResolved (edges: float[]) : (float[] * float[]) option =
        tryBisect isTiny isResolved edges
        |> Option.map (fun leaves ->
            let inside =
                leaves
                |> List.filter (fun (_, _, isBreak) -> isBreak)
                |> List.map (fun (a, b, _) -> if a <= 0.0 && b >= 0.0 then 0.0 else 0.5 * (a + b))

            // On an edge, or so close to it that the nodes on its side do not see it.
            let across =
                List.pairwise leaves
                |> List.filter (fun ((_, _, low), (_, _, high)) -> not low && not high)
                |> List.choose (fun ((a, edge, _), (_, b, _)) ->
                    let low = edge - blindShare * (edge - a)
                    let high = edge + blindShare * (b - edge)

                    if isResolved low high then
                        None
                    else
                        tryLocate isTiny isResolved low high
                )

            let breaks =
                inside @ across
                |> List.sort
                |> List.fold
                    (fun kept b ->
                        match kept with
                        | last :: _ when b - last <= 4e-15 * Math.Abs b -> kept
                        | _ -> b :: kept
                    )
                    []
                |> List.rev
                |> Array.ofList

            let isBeside edge =
                breaks
                |> Array.exists (fun b -> b <> edge && Math.Abs(b - edge) <= 4e-15 * Math.Abs b)

            let ends = leaves |> List.map (fun (a, _, _) -> a) |> Array.ofList

            let kept =
                Array.append ends [| Array.last edges |] |> Array.filter (isBeside >> not)

            Array.append kept breaks |> Array.distinct |> Array.sort, breaks
        )
