namespace CorrSyn.Symbolic

/// <summary>
/// A connected sum over presynaptic indices of products of C_kl and m_k: one index for each node, one
/// factor C_kl for each edge, one factor m_k for each leg. tr C is one node with a loop, tr C^2 two
/// nodes with a double edge, m.C.m two nodes, each with a leg, joined by an edge.
/// </summary>
/// <remarks>Nodes are numbered so that the text of the contraction is the smallest of all numberings;
/// equality of values is then equality of the sums.</remarks>
type Contraction =
    private
        {
            nodeCount: int
            edges: (int * int) list
            legs: int list
        }

    /// The number of summed indices.
    member this.NodeCount = this.nodeCount

    /// The ends of each factor C_kl, the smaller node first.
    member this.Edges = this.edges

    /// The node of each factor m_k.
    member this.Legs = this.legs

/// Canonical contractions.
[<RequireQualifiedAccess>]
module Contraction =

    let rec private permutations (items: 'item list) : 'item list list =
        match items with
        | [] -> [ [] ]
        | _ ->
            [
                for item in items do
                    for rest in permutations (List.filter ((<>) item) items) -> item :: rest
            ]

    let private create (nodes: int list) (edges: (int * int) list) (legs: int list) : Contraction =
        let renumbered (numbering: Map<int, int>) =
            let edge (a, b) =
                let a, b = numbering[a], numbering[b]
                min a b, max a b

            {
                nodeCount = nodes.Length
                edges = edges |> List.map edge |> List.sort
                legs = legs |> List.map (fun leg -> numbering[leg]) |> List.sort
            }

        permutations nodes
        |> List.map (fun order -> order |> List.mapi (fun i node -> node, i) |> Map.ofList)
        |> List.map renumbered
        |> List.min

    let rec private reachable (edges: (int * int) list) (seen: Set<int>) : Set<int> =
        let next =
            edges
            |> List.collect (fun (a, b) ->
                if seen.Contains a || seen.Contains b then [ a; b ] else []
            )
            |> Set.ofList
            |> Set.union seen

        if next = seen then seen else reachable edges next

    /// <summary>The connected components of a graph, sorted.</summary>
    /// <param name="nodes">The summed indices.</param>
    /// <param name="edges">The pairs of indices of the factors C_kl.</param>
    /// <param name="legs">The indices of the factors m_k.</param>
    let components (nodes: int list) (edges: (int * int) list) (legs: int list) : Contraction list =
        let rec split remaining =
            match remaining with
            | [] -> []
            | first :: _ ->
                let component' = reachable edges (Set.singleton first)

                let part =
                    create
                        (Set.toList component')
                        (edges |> List.filter (fun (a, _) -> component'.Contains a))
                        (legs |> List.filter component'.Contains)

                part :: split (remaining |> List.filter (component'.Contains >> not))

        List.sort (split nodes)

    /// tr C.
    let trace: Contraction = create [ 0 ] [ (0, 0) ] []

    /// tr C^2.
    let traceOfSquare: Contraction = create [ 0; 1 ] [ (0, 1); (0, 1) ] []

    /// tr C^3.
    let traceOfCube: Contraction = create [ 0; 1; 2 ] [ (0, 1); (1, 2); (0, 2) ] []

    /// tr C^4.
    let traceOfFourth: Contraction =
        create [ 0; 1; 2; 3 ] [ (0, 1); (1, 2); (2, 3); (0, 3) ] []

    /// sum_k C_kk^2.
    let squaredVariances: Contraction = create [ 0 ] [ (0, 0); (0, 0) ] []

    /// m.m = sum_k m_k^2.
    let meanSquare: Contraction = create [ 0 ] [] [ 0; 0 ]

    /// m.C.m.
    let meanOverlap: Contraction = create [ 0; 1 ] [ (0, 1) ] [ 0; 1 ]

    /// <summary>The power of N that the sum can reach if m_k and C_kk are of order 1 and C_kl of order
    /// N^(-1/2) for k different from l, which is what a finite N Sigma means.</summary>
    /// <remarks>Derived here: the largest, over the ways in which indices may coincide, of the number of
    /// free indices minus half the number of factors between different ones.</remarks>
    let scale (contraction: Contraction) : Rational =
        let power (blocks: int list list) =
            let blockOf node =
                blocks |> List.findIndex (List.contains node)

            let crossing =
                contraction.Edges |> List.filter (fun (a, b) -> blockOf a <> blockOf b)

            Rational.ofInt blocks.Length - Rational.ofRatio crossing.Length 2

        [ 0 .. contraction.NodeCount - 1 ]
        |> SetPartition.all
        |> List.map power
        |> List.max
