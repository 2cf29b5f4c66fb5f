namespace CorrSyn.Derivation.Structures

open System
open System.Numerics
open CorrSyn.Model
open CorrSyn.Symbolic

/// Which structure a correlation between two neurons belongs to.
type StructureSide =
    /// R of the synapses onto the neurons.
    | IncomingSynapses
    /// S of the synapses that leave them.
    | OutgoingSynapses
    /// One pattern of signs of R, of the synapses onto the neurons, by its number from 1.
    | IncomingPattern of int

/// <summary>Two structures of one layer with entries between the cells of their common refinement.</summary>
type StructurePair =
    private
        {
            cellCount: int
            /// Entries in units of one over the number beside them.
            incoming: int64[,] * int64
            outgoing: int64[,] * int64
        }

/// <summary>
/// Sums over different neurons of one layer of products of x_ij, entries of two correlation structures in
/// units of their one number.
/// </summary>
/// <remarks>
/// Derived here, exact. With 1 on the diagonal an entry depends on cells only. A sum over different neurons
/// is an alternating sum over partitions of the indices into groups that are equal (Moebius inversion); a
/// sum over all neurons is one over cells.
/// </remarks>
[<RequireQualifiedAccess>]
module StructureGraph =

    /// The most cells of the common refinement of two structures.
    let largestCellCount = 128

    let private leastCommonMultiple (a: int) (b: int) =
        a / int (BigInteger.GreatestCommonDivisor(BigInteger a, BigInteger b)) * b

    /// The cells within which both structures are the same for all neurons.
    let cellCount (incoming: CorrelationStructure) (outgoing: CorrelationStructure) : int =
        leastCommonMultiple
            (CorrelationStructure.cellCount incoming)
            (CorrelationStructure.cellCount outgoing)

    /// x between cells in units of 1/scale, a whole number.
    let private cellMatrix (structure: CorrelationStructure) (count: int) : int64[,] * int64 =
        let scale =
            match structure with
            | CorrelationStructure.LowRank rank -> int64 rank
            | CorrelationStructure.Identity
            | CorrelationStructure.Uniform
            | CorrelationStructure.Blocks _ -> 1L

        // Two neurons of one cell have x = 1; entry says so for equal indices.
        let entry a b =
            let value = StructureMoments.entry structure count a b * Rational.ofInt (int scale)

            int64 value.Numerator

        Array2D.init count count entry, scale

    let private multiply (a: int64[,]) (b: int64[,]) =
        let count = Array2D.length1 a

        Array2D.init
            count
            count
            (fun i j ->
                let mutable total = 0L

                for k in 0 .. count - 1 do
                    total <- Checked.(+) total (Checked.(*) a[i, k] b[k, j])

                total
            )

    /// <summary>The sum over cells of all nodes, node by node: one with at most two neighbours is summed
    /// into a matrix between them.</summary>
    let rec private total
        (count: int)
        (nodes: int list)
        (edges: Map<int * int, int64[,]>)
        : bigint =
        let neighboursOf node =
            edges.Keys
            |> Seq.choose (fun (a, b) ->
                if a = node then Some b
                elif b = node then Some a
                else None
            )
            |> List.ofSeq

        // The matrix with the node as its first index.
        let from node other =
            if node < other then
                edges[node, other]
            else
                let matrix = edges[other, node]
                Array2D.init count count (fun i j -> matrix[j, i])

        match nodes with
        | [] -> BigInteger.One
        | [ _ ] -> BigInteger count
        | _ ->
            let node = nodes |> List.minBy (neighboursOf >> List.length)
            let others = nodes |> List.filter ((<>) node)
            let without = edges |> Map.filter (fun (a, b) _ -> a <> node && b <> node)

            match List.sort (neighboursOf node) with
            | [] -> BigInteger count * total count others without
            | [ a ] when others.Length = 1 ->
                from node a |> Seq.cast<int64> |> Seq.sumBy BigInteger |> id
            | [ a ] ->
                // All entries of the row sum multiply whatever a is joined to.
                let sums =
                    from a node
                    |> fun matrix ->
                        Array.init
                            count
                            (fun i -> Seq.sum (seq { for j in 0 .. count - 1 -> matrix[i, j] }))

                let b = others |> List.find ((<>) a)
                let key = min a b, max a b

                let present =
                    Map.tryFind key without
                    |> Option.defaultWith (fun () -> Array2D.create count count 1L)

                let scaled =
                    present
                    |> Array2D.mapi (fun i j value ->
                        Checked.(*) value (if a < b then sums[i] else sums[j])
                    )

                total count others (Map.add key scaled without)
            | [ a; b ] ->
                let joined = multiply (from a node) (from node b)

                let merged =
                    match Map.tryFind (a, b) without with
                    | Some present ->
                        Array2D.init count count (fun i j -> Checked.(*) present[i, j] joined[i, j])
                    | None -> joined

                total count others (Map.add (a, b) merged without)
            | neighbours ->
                invalidOp $"A neuron is correlated with {neighbours.Length} others in one sum."

    /// <summary>The structures of the synapses onto a layer's neurons and of those that leave them.</summary>
    /// <param name="incoming">R, any structure but the unit matrix if sums with its entries are asked for.</param>
    /// <param name="outgoing">S, likewise.</param>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The structures have no common refinement of at
    /// most <c>largestCellCount</c> cells.</exception>
    let create (incoming: CorrelationStructure) (outgoing: CorrelationStructure) : StructurePair =
        let count = cellCount incoming outgoing

        if count > largestCellCount then
            raise (
                ArgumentOutOfRangeException(
                    nameof count,
                    count,
                    $"the common refinement of {CorrelationStructure.name incoming} and {CorrelationStructure.name outgoing} has more than {largestCellCount} cells"
                )
            )

        {
            cellCount = count
            incoming = cellMatrix incoming count
            outgoing = cellMatrix outgoing count
        }

    /// The mean over all choices of neurons, equal ones among them, of the product of the entries.
    let private meanOverAll
        (structures: StructurePair)
        (nodes: int list)
        (edges: (StructureSide * int * int) list)
        : Rational =
        let count = structures.cellCount

        let matrixOf side =
            match side with
            | IncomingSynapses -> structures.incoming
            | OutgoingSynapses -> structures.outgoing
            | IncomingPattern number ->
                let sign cell =
                    StructureMoments.patternSign number count cell

                Array2D.init count count (fun a b -> int64 (sign a * sign b)), 1L

        let add (joined: Map<int * int, int64[,]>, scale: bigint) (side, a, b) =
            let matrix, unit = matrixOf side
            let key = min a b, max a b

            let product =
                match Map.tryFind key joined with
                | Some present ->
                    Array2D.init count count (fun i j -> Checked.(*) present[i, j] matrix[i, j])
                | None -> matrix

            Map.add key product joined, scale * BigInteger unit

        let joined, scale = edges |> List.fold add (Map.empty, BigInteger.One)

        Rational.create
            (total count nodes joined)
            (scale * BigInteger.Pow(BigInteger count, nodes.Length))

    /// <summary>The sum over different neurons, one for each node, of the product of the entries.</summary>
    /// <param name="structures">The structures.</param>
    /// <param name="nodeCount">The number of neurons.</param>
    /// <param name="edges">The entries: which structure, and between which nodes; 0 to nodeCount-1.</param>
    /// <returns>A polynomial in N, exact at every N that is a multiple of the number of cells.</returns>
    let sumOverDistinct
        (structures: StructurePair)
        (nodeCount: int)
        (edges: (StructureSide * int * int) list)
        : Polynomial =
        SetPartition.all [ 0 .. nodeCount - 1 ]
        |> List.map (fun blocks ->
            let blockOf node =
                blocks |> List.findIndex (List.contains node)

            let merged =
                edges
                |> List.map (fun (side, a, b) -> side, blockOf a, blockOf b)
                |> List.filter (fun (_, a, b) -> a <> b)

            let weight =
                blocks
                |> List.map (fun block ->
                    let size = block.Length
                    let sign = if size % 2 = 1 then Rational.one else -Rational.one
                    sign * Rational.factorial (size - 1)
                )
                |> List.fold (*) Rational.one

            let mean = meanOverAll structures [ 0 .. blocks.Length - 1 ] merged

            Polynomial.scale (weight * mean) (Polynomial.width blocks.Length)
        )
        |> Polynomial.sum
