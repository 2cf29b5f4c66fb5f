namespace CorrSyn.Model

open System
open System.Globalization
open FParsec

/// <summary>An activation written as a formula in x.</summary>
/// <remarks>Equality is equality of text and tree; NaN does not occur among the numbers.</remarks>
type ActivationExpression =
    private
        {
            text: string
            tree: Expression
        }

    /// The formula as it was written.
    member this.Text = this.text

    /// Its tree.
    member this.Tree = this.tree

/// Reads formulas.
[<RequireQualifiedAccess>]
module ExpressionText =

    /// The most characters of a formula, which also bounds the depth of its tree.
    let longest = 400

    /// The most brackets within one another.
    let deepest = 40

    let private ``function`` (name: string) =
        Expression.functions |> List.tryFind (fst >> (=) name) |> Option.map snd

    /// What may be written, in words.
    let allowed: string =
        let names = Expression.functions |> List.map fst |> String.concat " "
        $"numbers, x, + - * / ^ and brackets, {names} max min"

    let private token parser = parser .>> spaces

    let private symbol text : Parser<string, unit> = token (pstring text)

    // Without this, "1e" or "inf" would be read by the parser of floating-point numbers as it likes.
    let private number: Parser<Expression, unit> =
        let digits =
            NumberLiteralOptions.AllowFraction ||| NumberLiteralOptions.AllowExponent

        let options = digits ||| NumberLiteralOptions.AllowFractionWOIntegerPart

        token (numberLiteral options "a number")
        >>= fun literal ->
            let value = Double.Parse(literal.String, Globalization.CultureInfo.InvariantCulture)

            if Double.IsFinite value then
                preturn (Expression.Number value)
            else
                fail "the number is too large"

    let private parser: Parser<Expression, unit> =
        let operators = OperatorPrecedenceParser<Expression, unit, unit>()
        let expression = operators.ExpressionParser

        let bracketed = between (symbol "(") (symbol ")") expression

        let pair =
            between (symbol "(") (symbol ")") (expression .>> symbol "," .>>. expression)

        let word =
            token (many1Satisfy2 isAsciiLetter (fun c -> isAsciiLetter c || isDigit c))

        let named =
            getPosition .>>. word
            >>= fun (position, name) ->
                match name, ``function`` name with
                | "x", _ -> preturn Expression.Variable
                | "max", _ -> pair |>> Expression.Larger
                | "min", _ -> pair |>> Expression.Smaller
                | _, Some f -> bracketed |>> fun argument -> Expression.Call(f, argument)
                | _, None -> fail $"unknown name {name} at {position.Column}"

        operators.TermParser <- choice [ number; named; bracketed ] <?> "a term"

        let infix text precedence associativity create =
            operators.AddOperator(
                InfixOperator(text, spaces, precedence, associativity, fun a b -> create (a, b))
            )

        infix "+" 1 Associativity.Left Expression.Sum
        infix "-" 1 Associativity.Left Expression.Difference
        infix "*" 2 Associativity.Left Expression.Product
        infix "/" 2 Associativity.Left Expression.Quotient
        operators.AddOperator(PrefixOperator("-", spaces, 3, true, Expression.Negative))
        infix "^" 4 Associativity.Right Expression.Power
        spaces >>. expression .>> eof

    let private depth (text: string) =
        text
        |> Seq.scan
            (fun depth c ->
                match c with
                | '(' -> depth + 1
                | ')' -> depth - 1
                | _ -> depth
            )
            0
        |> Seq.max

    /// Format characters would reorder the rest of a message, or hide in it.
    let private isShown (c: char) =
        match Char.GetUnicodeCategory c with
        | UnicodeCategory.Control
        | UnicodeCategory.Format
        | UnicodeCategory.LineSeparator
        | UnicodeCategory.ParagraphSeparator -> false
        | _ -> true

    let private shown (text: string) =
        let printable = String.map (fun c -> if isShown c then c else '?') text

        if printable.Length > 60 then
            printable[..56] + "..."
        else
            printable

    let private refuse (text: string) (reason: string) =
        Result.Error(ParameterError.create "activation" $"{reason}; {allowed}" (box (shown text)))

    /// <summary>The formula that a text holds, or an error that names the position and what is allowed.</summary>
    /// <param name="text">At most 400 characters, brackets at most 40 deep. ^ binds to the right and more tightly
    /// than the minus in front of it.</param>
    let tryParse (text: string) : Result<ActivationExpression, ParameterError> =
        if text.Length > longest then
            refuse text $"at most {longest} characters, not {text.Length}"
        elif depth text > deepest then
            refuse text $"at most {deepest} brackets within one another"
        else
            match run parser text with
            | Success(tree, _, _) -> Result.Ok { text = text.Trim(); tree = tree }
            | Failure(_, error, _) ->
                let column = int error.Position.Index + 1

                let found =
                    if column > text.Length then
                        "the end"
                    else
                        $"\"{shown (text.Substring(column - 1, 1))}\""

                let unknown =
                    ErrorMessageList.ToSortedArray error.Messages
                    |> Array.tryPick (fun message ->
                        match message with
                        | Message text -> Some text
                        | _ -> None
                    )

                match unknown with
                | Some reason -> refuse text $"{reason}"
                | None -> refuse text $"at position {column}, {found}, something else"
