namespace CorrSyn.Rendering

/// <summary>The shape of a formula, between the derivation's data and every printer.</summary>
/// <remarks>It holds no brackets: a printer sets them where an operand binds less tightly than its
/// place demands.</remarks>
type MathTree =
    /// A whole number or fraction of whole numbers, without sign.
    | Number of numerator: string * denominator: string
    /// A named symbol, in LaTeX and as plain text.
    | Symbol of latex: string * text: string
    /// Terms with their signs, true for plus; at least one.
    | Sum of (bool * MathTree) list
    /// Factors side by side; at least one.
    | Product of MathTree list
    | Power of basis: MathTree * exponent: MathTree
    /// An average over the field.
    | Average of MathTree
    /// An average over weights and biases, or over t if so marked.
    | Expectation of variable: MathTree option * MathTree
    /// A function of one argument.
    | Application of MathTree * MathTree
    /// An order term.
    | Order of MathTree

/// How tightly a formula binds.
[<RequireQualifiedAccess>]
module MathTree =

    /// 0 for sums, 1 for products and fractions, 2 for powers, 3 for everything closed in itself.
    let precedence (tree: MathTree) : int =
        match tree with
        | Sum [ (true, _) ] -> 3
        | Sum _ -> 0
        | Product _ -> 1
        | Number(_, "1") -> 3
        | Number _ -> 1
        | Power _ -> 2
        | Symbol _
        | Average _
        | Expectation _
        | Application _
        | Order _ -> 3
