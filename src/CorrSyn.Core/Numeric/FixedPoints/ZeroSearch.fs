namespace CorrSyn.Numeric.FixedPoints

open System
open CorrSyn.Numeric

/// <summary>Zeros of a function on a sequence of intervals that join.</summary>
[<RequireQualifiedAccess>]
module ZeroSearch =

    /// Positions that are no further apart are one: a zero at the end of an interval is seen from both sides.
    let private distance = 1e-8

    let private sampleCount = 64

    /// Whether the function is 0, as far as can be seen, from the start of the interval to that point.
    let private isQuietBefore tolerance panel position =
        Seq.init
            sampleCount
            (fun i -> panel.Low + (position - panel.Low) * (float i + 0.5) / float sampleCount)
        |> Seq.forall (fun x -> Math.Abs(ChebyshevPanel.value panel x) <= tolerance)

    let private distinct (roots: PanelRoot list) =
        (([]: PanelRoot list), roots)
        ||> List.fold (fun kept root ->
            match kept with
            | last :: _ when root.Position - last.Position < distance -> kept
            | kept -> root :: kept
        )
        |> List.rev

    /// <summary>Every zero of a function on joining intervals.</summary>
    /// <param name="relativeTolerance">The error of the function in units of 1 plus the sum of its coefficients.</param>
    /// <param name="hasQuietTail">Whether the function may approach 0 at the lower end: what cannot be told from 0 from there on
    /// is then the zero at the end itself, which is not listed.</param>
    /// <param name="panels">The function on each interval, in ascending order, or why it has no series there.</param>
    /// <returns>The zeros in ascending order; or that the function vanishes on a whole interval, with a quiet tail on all of
    /// them.</returns>
    let roots
        (relativeTolerance: float)
        (hasQuietTail: bool)
        (panels: seq<Result<ChebyshevPanel, SolveError>>)
        : Result<PanelRoots, SolveError> =
        let add (found, isTail, vanishes) panel =
            let size = panel.Coefficients |> Array.sumBy Math.Abs
            let tolerance = relativeTolerance * (1.0 + size)

            match ChebyshevPanel.roots tolerance panel with
            | Vanishing -> found, isTail, vanishes || not isTail
            | Isolated roots ->
                let kept =
                    if isTail then
                        roots
                        |> List.filter (fun root ->
                            not (isQuietBefore (4.0 * tolerance) panel root.Position)
                        )
                    else
                        roots

                found @ kept, false, vanishes

        let hasPanels = not (Seq.isEmpty panels)

        (Ok([], hasQuietTail, false), panels)
        ||> Seq.fold (fun state panel ->
            state |> Result.bind (fun state -> panel |> Result.map (add state))
        )
        |> Result.map (fun (found, isTail, vanishes) ->
            if vanishes || (isTail && hasPanels) then
                Vanishing
            else
                Isolated(distinct found)
        )
