namespace CorrSyn.Derivation.WidthCorrections

/// <summary>
/// A product of overlaps G_ab = h^a.h^b / N of inputs, up to the numbering of the inputs: one pair (a, b), a not
/// above b, for each factor.
/// </summary>
/// <remarks>Inputs are drawn independently of one law, so averages of products depend on the graph of the pairs
/// alone. Inputs are numbered from 0 without gaps, component by component; equality of values is equality of
/// graphs.</remarks>
type OverlapProduct =
    private
        {
            factors: (int * int) list
        }

    /// The pairs of inputs, in ascending order.
    member this.Factors: (int * int) list = this.factors

    /// How many overlaps are multiplied.
    member this.Degree: int = this.factors.Length

/// Canonical products.
[<RequireQualifiedAccess>]
module OverlapProduct =

    let private ordered (a: int, b: int) = if a <= b then a, b else b, a

    let rec private permutations (items: 'item list) : 'item list list =
        match items with
        | [] -> [ [] ]
        | _ ->
            [
                for item in items do
                    for rest in permutations (List.filter ((<>) item) items) -> item :: rest
            ]

    /// The inputs that occur, each once.
    let inputs (factors: (int * int) list) : int list =
        factors |> List.collect (fun (a, b) -> [ a; b ]) |> List.distinct

    let rec private connectedTo (factors: (int * int) list) (seen: Set<int>) =
        let next =
            factors
            |> List.filter (fun (a, b) -> seen.Contains a || seen.Contains b)
            |> inputs
            |> Set.ofList
            |> Set.union seen

        if next = seen then seen else connectedTo factors next

    let rec private components (factors: (int * int) list) =
        match factors with
        | [] -> []
        | (a, _) :: _ ->
            let reached = connectedTo factors (Set.singleton a)
            let inside, outside = factors |> List.partition (fun (a, _) -> reached.Contains a)
            inside :: components outside

    /// The smallest of all numberings of a connected part and of the marks of its inputs.
    let private smallest (mark: int -> int) part =
        let inputs = inputs part

        permutations [ 0 .. inputs.Length - 1 ]
        |> List.map (fun order ->
            let numbering = List.zip inputs order

            let number input =
                numbering |> List.find (fst >> (=) input) |> snd

            part |> List.map (fun (a, b) -> ordered (number a, number b)) |> List.sort,
            numbering
            |> List.filter (fun (input, _) -> mark input > 0)
            |> List.map (fun (input, number) -> number, mark input)
            |> List.sort
        )
        |> List.min

    /// <summary>Pairs of inputs, and numbers above 0 that go with some of them, in canonical numbering.</summary>
    /// <param name="mark">The number that goes with an input; 0 for none.</param>
    /// <param name="factors">Pairs of inputs under any numbers, at most four in a connected part.</param>
    let canonical
        (mark: int -> int)
        (factors: (int * int) list)
        : (int * int) list * (int * int) list =
        let place next (part: (int * int) list, marks) =
            (part |> List.map (fun (a, b) -> a + next, b + next),
             marks |> List.map (fun (input, mark) -> input + next, mark)),
            next + (inputs part).Length

        let parts =
            components factors
            |> List.map (smallest mark)
            |> List.sort
            |> List.mapFold place 0
            |> fst

        List.collect fst parts, List.collect snd parts

    /// <summary>The product of these overlaps.</summary>
    /// <param name="factors">Pairs of inputs under any numbers. Meant for at most four pairs.</param>
    let ofFactors (factors: (int * int) list) : OverlapProduct =
        {
            factors = fst (canonical (fun _ -> 0) factors)
        }

    /// The empty product, 1.
    let one: OverlapProduct = ofFactors []

    /// <summary>All products of that many overlaps, each once, in ascending order.</summary>
    let rec all (degree: int) : OverlapProduct list =
        if degree = 0 then
            [ one ]
        else
            [
                for smaller in all (degree - 1) do
                    for b in 0 .. 2 * degree - 1 do
                        for a in 0..b -> ofFactors ((a, b) :: smaller.Factors)
            ]
            |> List.distinct
            |> List.sort
