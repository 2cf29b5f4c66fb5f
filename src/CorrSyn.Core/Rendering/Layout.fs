namespace CorrSyn.Rendering

/// <summary>A printed formula that can still be laid out on one line or on several.</summary>
/// <remarks>A printer makes one of a <c>MathTree</c>; only the places where a line may end are kept.</remarks>
type Layout =
    | Text of string
    /// Parts side by side, with nothing between them.
    | Beside of Layout list
    /// Terms with their signs: a line may end before each but the first.
    | Terms of Layout list
    /// Contents in brackets, and the brackets to use where the contents are on several lines.
    | Bracketed of whole: (string * string) * broken: (string * string) * contents: Layout

/// Lays formulas out on lines.
[<RequireQualifiedAccess>]
module Layout =

    /// The terms of a sum with a printer's signs for plus and minus: no sign before a first positive one, and no space
    /// after the sign of a first negative one.
    let ofSignedTerms
        (plus: string, minus: string)
        (print: MathTree -> Layout)
        (terms: (bool * MathTree) list)
        : Layout =
        terms
        |> List.mapi (fun i (isPositive, term) ->
            match i, isPositive with
            | 0, true -> print term
            | 0, false -> Beside [ Text minus; print term ]
            | _, true -> Beside [ Text(plus + " "); print term ]
            | _, false -> Beside [ Text(minus + " "); print term ]
        )
        |> Terms

    /// The same with ASCII signs.
    let ofTerms (print: MathTree -> Layout) (terms: (bool * MathTree) list) : Layout =
        ofSignedTerms ("+", "-") print terms

    /// Parts with a separator between them, which no line ends at.
    let separated (separator: string) (parts: Layout list) : Layout =
        parts
        |> List.mapi (fun i part -> if i = 0 then [ part ] else [ Text separator; part ])
        |> List.concat
        |> Beside

    /// Everything on one line.
    let rec oneLine (layout: Layout) : string =
        match layout with
        | Text text -> text
        | Beside parts -> parts |> List.map oneLine |> String.concat ""
        | Terms terms -> terms |> List.map oneLine |> String.concat " "
        | Bracketed((opening, closing), _, contents) -> opening + oneLine contents + closing

    /// The last piece of what comes first stays together with the first piece of what follows.
    let private glue (first: string list) (next: string list) : string list =
        match List.rev first, next with
        | last :: before, head :: rest -> List.rev before @ (last + head) :: rest
        | [], pieces
        | _, ([] as pieces) -> first @ pieces

    /// The pieces that a line may end between; what fits in the room stays in one.
    let rec private pieces (width: string -> int) (room: int) (layout: Layout) : string list =
        let whole = oneLine layout

        // What stands beside a part takes its share of the room.
        let piecesOf part =
            pieces width (room - width whole + width (oneLine part)) part

        if width whole <= room then
            [ whole ]
        else
            match layout with
            | Text text -> [ text ]
            | Beside parts -> parts |> List.map piecesOf |> List.fold glue []
            | Terms terms -> terms |> List.collect (pieces width room)
            | Bracketed(_, (opening, closing), contents) ->
                glue (glue [ opening ] (piecesOf contents)) [ closing ]

    /// The pieces in order on lines, each as full as the room allows.
    let private fill (width: string -> int) (room: int) (pieces: string list) : string list =
        pieces
        |> List.fold
            (fun lines piece ->
                match lines with
                | line :: finished when width (line + " " + piece) <= room ->
                    (line + " " + piece) :: finished
                | lines -> piece :: lines
            )
            []
        |> List.rev

    /// <summary>As few lines as possible that are no wider than the room, and those of much the same width. Each but
    /// the first begins with the sign of a term.</summary>
    /// <param name="width">The width of printed text.</param>
    /// <param name="room">The width of a line; only a term that cannot be broken exceeds it.</param>
    /// <param name="layout">The formula.</param>
    let lines (width: string -> int) (room: int) (layout: Layout) : string list =
        let pieces = pieces width room layout
        let count = List.length (fill width room pieces)

        let smallest =
            seq { 1..room }
            |> Seq.find (fun room -> List.length (fill width room pieces) <= count)

        fill width smallest pieces
