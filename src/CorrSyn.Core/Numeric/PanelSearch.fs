namespace CorrSyn.Numeric

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

    /// Whether the rows up to an order fall to rounding, each relative to its largest values.
    let isResolvedIn evaluate order (references: float[]) (spread: float) a b =
        let values: float[][] = evaluate order (pointsOf a b)

        let nearest =
            if a < 0.0 && b > 0.0 then
                0.0
            else
                Math.Min(Math.Abs a, Math.Abs b)
        // What lies far out counts by the fourth root of the density there: averages hold up to four factors.
        let deviation = nearest / spread
        let allowance = Math.Exp(0.125 * deviation * deviation)

        let isSettled k =
            let largest = values[k] |> Array.fold (fun m x -> Math.Max(m, Math.Abs x)) 0.0

            Double.IsFinite largest
            && rule.HighestCoefficients
               |> Array.forall (fun row ->
                   Math.Abs(dot row values[k])
                   <= resolution * Math.Max(largest, references[k] * allowance)
               )

        Seq.forall isSettled (seq { 0..order })

    /// Where two numbers, or the ends of a panel, count as one.
    let isTiny (floor: float) (a: float) (b: float) =
        b - a <= Math.Max(floor, 5e-16 * Math.Max(Math.Abs a, Math.Abs b))

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

    /// Joins neighbours of similar widths that are one polynomial to rounding, from the first edge on. A narrow
    /// panel beside a wide one would not be seen by the nodes of both together.
    let private joinedFrom isResolved (isBreak: float -> bool) (edges: float list) =
        let rec push (kept: float list) edge =
            match kept with
            | last :: before :: rest when not (isBreak last) ->
                let first = Math.Abs(last - before)
                let second = Math.Abs(edge - last)
                let isSimilar = first <= 4.0 * second && second <= 4.0 * first

                if isSimilar && isResolved (min before edge) (max before edge) then
                    push (before :: rest) edge
                else
                    edge :: kept
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

    /// The point where neighbouring panels are not one function, found from the edge between them: the edge itself,
    /// or edges around the kink that the nodes of both had missed.
    let private lookAcross isTiny isResolved (a: float) (edge: float) (b: float) =
        let rec shrink h =
            if isTiny (edge - h) (edge + h) then
                Choice2Of3 edge
            elif isResolved (edge - h / 8.0) (edge + h / 8.0) then
                Choice3Of3 [ edge - h; edge - h / 8.0; edge + h / 8.0; edge + h ]
            else
                shrink (h / 8.0)

        let h = 0.125 * Math.Min(edge - a, b - edge)

        if isResolved (edge - h) (edge + h) then
            Choice1Of3()
        else
            shrink h

    /// The panels and the breaks, where neither is known.
    let rec tryFind isTiny isResolved attempts (edges: float[]) =
        tryBisect isTiny isResolved edges
        |> Option.bind (fun leaves ->
            let inside =
                leaves
                |> List.filter (fun (_, _, isBreak) -> isBreak)
                |> List.map (fun (a, b, _) -> if a <= 0.0 && b >= 0.0 then 0.0 else 0.5 * (a + b))

            let looks =
                List.pairwise leaves
                |> List.filter (fun ((_, _, low), (_, _, high)) -> not low && not high)
                |> List.map (fun ((a, edge, _), (_, b, _)) ->
                    lookAcross isTiny isResolved a edge b
                )

            let onEdges =
                looks
                |> List.choose (fun look ->
                    match look with
                    | Choice2Of3 edge -> Some edge
                    | Choice1Of3()
                    | Choice3Of3 _ -> None
                )

            let missed =
                looks
                |> List.collect (fun look ->
                    match look with
                    | Choice3Of3 edges -> edges
                    | Choice1Of3()
                    | Choice2Of3 _ -> []
                )

            let ends =
                leaves
                |> List.map (fun (a, _, _) -> a)
                |> fun ends -> ends @ [ Array.last edges ]

            if List.isEmpty missed || attempts = 0 then
                let breaks = inside @ onEdges |> List.sort

                let separate =
                    breaks
                    |> List.fold
                        (fun kept b ->
                            match kept with
                            | last :: _ when b - last <= 2e-14 * Math.Abs b -> kept
                            | _ -> b :: kept
                        )
                        []
                    |> List.rev
                    |> Array.ofList

                let isBeside edge =
                    separate
                    |> Array.exists (fun b -> b <> edge && isTiny (min b edge) (max b edge))

                let kept = ends |> List.filter (isBeside >> not) |> Array.ofList
                Some(Array.append kept separate |> Array.distinct |> Array.sort, separate)
            else
                missed @ ends
                |> Array.ofList
                |> Array.distinct
                |> Array.sort
                |> tryFind isTiny isResolved (attempts - 1)
        )
