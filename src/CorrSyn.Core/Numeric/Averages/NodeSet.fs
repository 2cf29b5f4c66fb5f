namespace CorrSyn.Numeric.Averages

open System
open System.Collections.Generic

/// How finely averages are resolved.
type Resolution =
    {
        /// Nodes of a panel.
        Panel: PanelRule
        /// The rule where phi is smooth over all inputs of a neuron.
        Smooth: HermiteRule
        /// The largest width of a panel, in units of standard deviations.
        Width: float
        /// How many standard deviations averages reach.
        Reach: float
    }

/// <summary>phi at pre-activations around one field, and what averages with nearby fields need of it.</summary>
type NodeSet =
    {
        /// (z - centre)/s, ascending.
        Offsets: float[]
        /// Weights of the integral over the offset.
        Weights: float[]
        /// phi, phi', ... at the nodes.
        Values: float[][]
        /// (phi(z) - phi at the first node)/s, formed from phi' without cancellation where phi' is known.
        Rises: float[]
        /// (b - centre)/s for each break b.
        BreakOffsets: float[]
        /// Powers of phi with their derivatives at the nodes and their jumps, as they were asked for: fields share them.
        Powers: Dictionary<int, float[][] * float[][]>
    }

/// Construction of nodes.
[<RequireQualifiedAccess>]
module NodeSet =

    /// The place of the first node whose offset is at least that.
    let firstFrom (set: NodeSet) (offset: float) : int =
        let place = Array.BinarySearch(set.Offsets, offset)
        if place < 0 then ~~~place else place

    /// <summary>The nodes for fields near a centre.</summary>
    /// <param name="response">phi.</param>
    /// <param name="resolution">How finely.</param>
    /// <param name="order">The highest derivative needed.</param>
    /// <param name="centre">The field in the middle.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs; above 0.</param>
    /// <param name="reach">How many s the nodes reach on each side.</param>
    let create
        (response: Response)
        (resolution: Resolution)
        (order: int)
        (centre: float)
        (s: float)
        (reach: float)
        : NodeSet =
        let isInside (offset: float) = Math.Abs offset < reach
        let offsets = Array.map (fun b -> (b - centre) / s)
        let breaks = offsets response.Breaks

        let ends =
            Array.concat [ [| -reach; reach |]; offsets response.Edges |> Array.filter isInside ]
            |> Array.distinct
            |> Array.sort

        let panels =
            ends
            |> Array.pairwise
            |> Array.collect (fun (a, b) ->
                let count = int (Math.Ceiling((b - a) / resolution.Width))
                let width = (b - a) / float count
                Array.init count (fun i -> struct (a + width * float i, width))
            )

        let rule = resolution.Panel
        let size = rule.Nodes.Length
        let points = Array.zeroCreate (panels.Length * size)
        let weights = Array.zeroCreate points.Length

        panels
        |> Array.iteri (fun p (struct (start, width)) ->
            for i in 0 .. size - 1 do
                points[p * size + i] <- start + width * rule.Nodes[i]
                weights[p * size + i] <- width * rule.Weights[i]
        )

        let known = min response.Order (max order 1)

        let values = response.Evaluate known (points |> Array.map (fun t -> centre + s * t))

        let rises =
            if known = 0 then
                let middle = values[0][points.Length / 2]
                values[0] |> Array.map (fun value -> (value - middle) / s)
            else
                let rises = Array.zeroCreate points.Length
                let mutable before = 0.0

                panels
                |> Array.iteri (fun p (struct (start, width)) ->
                    breaks
                    |> Array.iteri (fun b offset ->
                        if p > 0 && offset = start then
                            before <- before + response.Jumps[b][0] / s
                    )

                    let first = p * size
                    let mutable total = 0.0

                    for i in 0 .. size - 1 do
                        let row = rule.Integrals[i]
                        let mutable integral = 0.0

                        for j in 0 .. size - 1 do
                            integral <- integral + row[j] * values[1][first + j]

                        rises[first + i] <- before + width * integral
                        total <- total + rule.Weights[i] * values[1][first + i]

                    before <- before + width * total
                )

                rises

        {
            Offsets = points
            Weights = weights
            Values = values
            Rises = rises
            BreakOffsets = breaks
            Powers = Dictionary()
        }
