namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Numeric

/// <summary>phi over a range of pre-activations, cut into panels on each of which it is a polynomial to rounding.</summary>
type Response =
    {
        /// The highest derivative that is known and finite next to every break.
        Order: int
        /// phi, phi', ... up to an order at most <c>Order</c>, at many points.
        Evaluate: int -> float[] -> float[][]
        /// phi(-z) = -phi(z).
        IsOdd: bool
        /// phi(-z) = phi(z).
        IsEven: bool
        /// The distance from 0 below which nothing is resolved.
        Floor: float
        /// The ends of the panels, ascending.
        Edges: float[]
        /// Where phi or a derivative jumps; all of them are edges.
        Breaks: float[]
        /// For each break the jumps of phi, phi', ... up to <c>Order</c>.
        Jumps: float[][]
    }

/// Activations over a range of pre-activations.
[<RequireQualifiedAccess>]
module Response =

    /// A point on one side of an edge: a few roundings away.
    let beside (response: Response) (edge: float) (sign: float) : float =
        edge
        + sign
          * (if edge = 0.0 then
                 1e-8 * response.Floor
             else
                 4e-15 * Math.Abs edge)

    /// The jumps of some rows at each break, less what the next row changes between the points on both sides; a jump
    /// that rounding may have made is 0.
    let jumps (evaluate: float[] -> float[][]) (response: Response) : float[][] =
        response.Breaks
        |> Array.map (fun edge ->
            let low, high = beside response edge -1.0, beside response edge 1.0
            let rows = evaluate [| low; high |]

            rows
            |> Array.mapi (fun k sides ->
                let slope =
                    if k + 1 < rows.Length then
                        0.5 * (rows[k + 1][0] + rows[k + 1][1])
                    else
                        0.0

                let jump = sides[1] - sides[0] - (high - low) * slope
                let size = Math.Max(Math.Abs sides[0], Math.Abs sides[1])

                if Math.Abs jump <= Math.Max(1e-12 * size, response.Floor) then
                    0.0
                else
                    jump
            )
        )

    let private tryFinite evaluate (limit: float) =
        let points = Array.init 101 (fun i -> limit * (float (i - 50) / 50.0) * 0.9973)

        let values: float[][] = evaluate 0 points

        Array.zip points values[0]
        |> Array.tryFind (fun (_, value) -> not (Double.IsFinite value))

    /// <summary>phi up to a limit.</summary>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="limit">The largest |z|; above 0.</param>
    /// <param name="scale">The smallest |z| that matters; above 0.</param>
    /// <param name="spread">The standard deviation of all pre-activations; above 0.</param>
    let tryCreate
        (layer: int)
        (activation: Activation)
        (limit: float)
        (scale: float)
        (spread: float)
        : Result<Response, SolveError> =
        let evaluate = ActivationDerivative.evaluate activation
        let order = ActivationDerivative.knownOrder activation

        match tryFinite evaluate limit with
        | Some(point, _) -> Error(NotDefined(layer, Activation.name activation, point))
        | None ->
            // Panels are resolved in phi' where it is known, so that differences of phi keep their accuracy.
            let resolvedOrder = min order 1

            // The largest values where pre-activations are likely, on every scale below.
            let references =
                let points = PanelSearch.firstEdges limit scale |> Array.map (fun z -> 0.9713 * z)

                let weight z =
                    Math.Exp(-0.125 * (z / spread) * (z / spread))

                evaluate resolvedOrder points
                |> Array.map (
                    Array.map2 (fun z (value: float) -> weight z * Math.Abs value) points
                    >> Array.filter Double.IsFinite
                    >> Array.fold max 0.0
                )

            let errors = ActivationDerivative.roundingErrors activation

            let isResolved =
                PanelSearch.isResolvedIn evaluate errors resolvedOrder references spread


            let isTiny = PanelSearch.isTiny (1e-13 * scale)
            let known = ActivationDerivative.knownBreaks activation

            let first =
                Array.append (PanelSearch.firstEdges limit scale) (Option.defaultValue [||] known)
                |> Array.filter (fun edge -> Math.Abs edge <= limit)
                |> Array.distinct
                |> Array.sort

            let found =
                match known with
                | Some breaks ->
                    PanelSearch.tryBisect isTiny isResolved first
                    |> Option.map (fun leaves ->
                        leaves
                        |> List.map (fun (a, _, _) -> a)
                        |> fun ends ->
                            Array.ofList (ends @ [ limit ]),
                            breaks |> Array.filter (fun b -> Math.Abs b < limit)
                    )
                | None -> PanelSearch.tryFind isTiny isResolved first

            match found with
            | None ->
                Error(
                    NotResolved(
                        layer,
                        PanelSearch.largestPanelCount + 1,
                        PanelSearch.largestPanelCount
                    )
                )
            | Some(edges, breaks) ->
                let isBreak edge = Array.BinarySearch(breaks, edge) >= 0

                let response =
                    {
                        Order = order
                        Evaluate = evaluate
                        IsOdd = Activation.isOdd activation
                        IsEven = Symmetry.isEven (Activation.apply activation)
                        Floor = 1e-13 * scale
                        Edges = PanelSearch.joined isResolved isBreak edges
                        Breaks = breaks
                        Jumps = [||]
                    }

                let jumps = jumps (evaluate order) response

                // Next to a cusp derivatives are huge: only phi itself is of use then.
                let size =
                    references
                    |> Array.mapi (fun k reference -> reference * Math.Pow(spread, float k))
                    |> Array.max

                let isTame (k, jump: float) =
                    Math.Abs jump * Math.Pow(spread, float k) <= 1e8 * size

                let usable =
                    if jumps |> Array.forall (Seq.indexed >> Seq.forall isTame) then
                        order
                    else
                        0

                Ok
                    { response with
                        Order = usable
                        Jumps = jumps |> Array.map (fun row -> row[..usable])
                    }

    /// <summary>What the averages of an activation with closed forms need of it.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="limit">The largest |z|.</param>
    /// <param name="width">The width of a panel on which averages are polynomials to rounding; infinite if any is.</param>
    let ofClosedForm (activation: Activation) (limit: float) (width: float) : Response =
        let count = int (Math.Min(1e6, Math.Ceiling(limit / width)))

        {
            Order = 0
            Evaluate = ActivationDerivative.evaluate activation
            IsOdd = Activation.isOdd activation
            IsEven = false
            Floor = 0.0
            Edges =
                if count < 2 then
                    [||]
                else
                    Array.init (2 * count + 1) (fun i -> width * float (i - count))
            Breaks = ActivationDerivative.knownBreaks activation |> Option.defaultValue [||]
            Jumps = [||]
        }
