namespace CorrSyn.Rendering

open System

/// <summary>The symbols of the notation as MathML.</summary>
/// <remarks>It reads the LaTeX that <c>SymbolNotation</c> and its neighbours write for names: letters, digits, primes, indices,
/// powers, and the commands of the table below. It is no reader of LaTeX in general.</remarks>
[<RequireQualifiedAccess>]
module MathMLSymbol =

    let private letters =
        Map
            [
                "alpha", "α"
                "gamma", "γ"
                "delta", "δ"
                "Delta", "Δ"
                "kappa", "κ"
                "mu", "μ"
                "nu", "ν"
                "phi", "ϕ"
                "psi", "ψ"
                "rho", "ρ"
                "sigma", "σ"
                "tau", "τ"
            ]

    let private operators = Map [ "cdot", "⋅"; "dots", "…"; "sum", "∑" ]

    /// An element of a leaf: what it is made of, without markup.
    let private element name (content: string) = $"<{name}>{content}</{name}>"

    let private row parts =
        match parts with
        | [ single ] -> single
        | parts -> element "mrow" (String.concat "" parts)

    /// The rest after a group in braces, and what is in it.
    let private group (text: string) : string * string =
        let rec close depth index =
            match text[index] with
            | '{' -> close (depth + 1) (index + 1)
            | '}' when depth = 1 -> index
            | '}' -> close (depth - 1) (index + 1)
            | _ -> close depth (index + 1)

        let last = close 0 0
        text.Substring(1, last - 1), text.Substring(last + 1)

    let private nameOf (text: string) =
        text |> Seq.takeWhile Char.IsAsciiLetter |> Seq.toArray |> String

    /// What stands above and below an element.
    type private Scripts =
        {
            Below: string option
            Above: string option
            Primes: int
        }

    let private withScripts scripts basis =
        let primes = String.replicate scripts.Primes "′"

        let above =
            match scripts.Above, scripts.Primes with
            | above, 0 -> above
            | None, _ -> Some(element "mo" primes)
            | Some power, _ -> Some(row [ element "mo" primes; power ])

        match scripts.Below, above with
        | None, None -> basis
        | Some below, None -> element "msub" (basis + below)
        | None, Some above -> element "msup" (basis + above)
        | Some below, Some above -> element "msubsup" (basis + below + above)

    let rec private parts (text: string) : string list =
        if text = "" then
            []
        else
            let basis, rest = head text

            match basis with
            | None -> parts rest
            | Some basis ->
                let scripts, rest =
                    scriptsOf
                        {
                            Below = None
                            Above = None
                            Primes = 0
                        }
                        rest

                withScripts scripts basis :: parts rest

    and private head (text: string) : string option * string =
        match text[0] with
        | '\\' -> command (text.Substring 1)
        | '{' ->
            let inner, rest = group text
            Some(row (parts inner)), rest
        | ' ' -> None, text.Substring 1
        | c when Char.IsAsciiDigit c ->
            let digits = text |> Seq.takeWhile Char.IsAsciiDigit |> Seq.toArray |> String
            Some(element "mn" digits), text.Substring digits.Length
        | c when Char.IsAsciiLetter c -> Some(element "mi" (string c)), text.Substring 1
        | '-' -> Some(element "mo" "−"), text.Substring 1
        | c when "()/,+'".Contains c -> Some(element "mo" (string c)), text.Substring 1
        | c -> invalidOp $"The notation writes no '{c}' in a symbol."

    and private command (text: string) : string option * string =
        match nameOf text with
        | "" when text[0] = ',' || text[0] = '!' -> None, text.Substring 1
        | "mathrm" ->
            let inner, rest = group (text.Substring "mathrm".Length)
            Some($"<mi mathvariant=\"normal\">{inner}</mi>"), rest
        | "mathcal" ->
            let inner, rest = group (text.Substring "mathcal".Length)
            Some(element "mi" inner), rest
        | "sqrt" ->
            let inner, rest = group (text.Substring "sqrt".Length)
            Some(element "msqrt" (row (parts inner))), rest
        | "Sigma" -> Some("<mi mathvariant=\"normal\">Σ</mi>"), text.Substring "Sigma".Length
        | name ->
            match Map.tryFind name letters, Map.tryFind name operators with
            | Some letter, _ -> Some(element "mi" letter), text.Substring name.Length
            | None, Some sign -> Some(element "mo" sign), text.Substring name.Length
            | None, None -> invalidOp $"The notation writes no '\\{name}' in a symbol."

    and private scriptsOf scripts (text: string) : Scripts * string =
        let argument (rest: string) =
            match head rest with
            | Some found, rest -> found, rest
            | None, _ -> invalidOp "An index or a power is empty."

        if text = "" then
            scripts, text
        else
            match text[0] with
            | '_' ->
                let below, rest = argument (text.Substring 1)
                scriptsOf { scripts with Below = Some below } rest
            | '^' ->
                let above, rest = argument (text.Substring 1)
                scriptsOf { scripts with Above = Some above } rest
            | '\'' ->
                scriptsOf
                    { scripts with
                        Primes = scripts.Primes + 1
                    }
                    (text.Substring 1)
            | _ -> scripts, text

    /// <summary>A symbol as MathML elements, in an <c>mrow</c> if it takes more than one.</summary>
    /// <param name="latex">As the notation writes it; may be empty.</param>
    let render (latex: string) : string =
        match parts latex with
        | [] -> ""
        | parts -> row parts
