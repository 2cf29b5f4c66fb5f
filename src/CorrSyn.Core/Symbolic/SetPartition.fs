namespace CorrSyn.Symbolic

/// <summary>Ways to group indices: all set partitions, and the pairings of Wick's theorem.</summary>
[<RequireQualifiedAccess>]
module SetPartition =

    /// Each way to choose that many items, with the items left over, in the order of the list.
    let rec private choose (count: int) (items: 'item list) : ('item list * 'item list) list =
        match count, items with
        | 0, _ -> [ [], items ]
        | _, [] -> []
        | _, first :: rest ->
            let withFirst =
                choose (count - 1) rest
                |> List.map (fun (chosen, left) -> first :: chosen, left)

            let withoutFirst =
                choose count rest |> List.map (fun (chosen, left) -> chosen, first :: left)

            withFirst @ withoutFirst

    /// <summary>The partitions of the items into blocks of accepted sizes.</summary>
    /// <remarks>Bell(n) of them if every size is accepted; blocks and their items keep the order of
    /// the list. One empty partition of no items.</remarks>
    let rec ofSizes (isAccepted: int -> bool) (items: 'item list) : 'item list list list =
        match items with
        | [] -> [ [] ]
        | first :: rest ->
            [
                for size in 1 .. items.Length do
                    if isAccepted size then
                        for companions, left in choose (size - 1) rest do
                            for others in ofSizes isAccepted left -> (first :: companions) :: others
            ]

    /// Every partition of the items.
    let all (items: 'item list) : 'item list list list = ofSizes (fun _ -> true) items

    /// The partitions into blocks of two: (2k-1)!! of them for 2k items, none for an odd number.
    let pairings (items: 'item list) : 'item list list list = ofSizes ((=) 2) items
