namespace CorrSyn.Derivation.Structures

open CorrSyn.Model
open CorrSyn.Symbolic

/// <summary>Means of powers of x_ij, the correlations of a structure in units of its one number x.</summary>
/// <remarks>Derived here. Dimensionless, exact. With 1 on the diagonal, x_ij depends on the cells of i and j
/// only, so means over all N^2 ordered pairs do not depend on N.</remarks>
[<RequireQualifiedAccess>]
module StructureMoments =

    let private binomial n k =
        Rational.factorial n / (Rational.factorial k * Rational.factorial (n - k))

    /// The mean of the n-th power of the mean of that many independent signs.
    let private signMoment (signCount: int) (power: int) : Rational =
        seq {
            for minusCount in 0..signCount ->
                binomial signCount minusCount
                * Rational.pow power (Rational.ofRatio (signCount - 2 * minusCount) signCount)
        }
        |> Seq.fold (+) Rational.zero
        |> (*) (Rational.pow signCount (Rational.ofRatio 1 2))

    /// <summary>mean_ij x_ij^n over all ordered pairs, i = j among them; None where it depends on N.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="power">n, at least 1.</param>
    let tryOrderedMean (structure: CorrelationStructure) (power: int) : Rational option =
        match structure with
        | CorrelationStructure.Identity -> None
        | CorrelationStructure.Uniform -> Some Rational.one
        | CorrelationStructure.Blocks count -> Some(Rational.ofRatio 1 count)
        | CorrelationStructure.LowRank rank -> Some(signMoment rank power)

    /// <summary>f_n, the mean of x_ij^n over pairs of different neurons, as N grows.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="power">n, at least 1.</param>
    /// <param name="termCount">How many powers of 1/N to give, the constant first.</param>
    /// <returns>f_n = mu_n - (1 - mu_n)/(N - 1) with mu_n the mean over ordered pairs; exact where all is
    /// correlated alike.</returns>
    let pairMean
        (structure: CorrelationStructure)
        (power: int)
        (termCount: int)
        : AsymptoticExpansion =
        match tryOrderedMean structure power with
        | None -> AsymptoticExpansion.zero
        | Some mean when mean = Rational.one -> AsymptoticExpansion.one
        | Some mean ->
            let geometric =
                seq { 1 .. termCount - 1 }
                |> Seq.map (fun k -> Polynomial.width -k)
                |> Polynomial.sum

            AsymptoticExpansion.exact (
                Polynomial.constant mean - Polynomial.scale (Rational.one - mean) geometric
            )
            + AsymptoticExpansion.orderTerm (Rational.ofInt -termCount)

    /// <summary>f_n at a width, exactly.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="power">n, at least 1.</param>
    /// <param name="width">N, at least 2 and a multiple of the number of cells.</param>
    let pairMeanAt (structure: CorrelationStructure) (power: int) (width: int) : Rational =
        match tryOrderedMean structure power with
        | None -> Rational.zero
        | Some mean -> (Rational.ofInt width * mean - Rational.one) / Rational.ofInt (width - 1)

    /// v_i of a pattern of balanced signs, by its number from 1: 1 or -1.
    let patternSign (number: int) (width: int) (i: int) : int =
        if i / (width / pown 2 number) % 2 = 0 then 1 else -1

    /// <summary>x_ij of two neurons, exactly.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="width">N, a multiple of the number of cells.</param>
    /// <param name="i">0 to N-1.</param>
    /// <param name="j">0 to N-1; 1 where it equals i.</param>
    let entry (structure: CorrelationStructure) (width: int) (i: int) (j: int) : Rational =
        let cell neuron count = neuron / (width / count)

        if i = j then
            Rational.one
        else
            match structure with
            | CorrelationStructure.Identity -> Rational.zero
            | CorrelationStructure.Uniform -> Rational.one
            | CorrelationStructure.Blocks count ->
                if cell i count = cell j count then
                    Rational.one
                else
                    Rational.zero
            | CorrelationStructure.LowRank rank ->
                let differing =
                    seq { 1..rank }
                    |> Seq.filter (fun a -> (cell i (pown 2 a) + cell j (pown 2 a)) % 2 = 1)
                    |> Seq.length

                Rational.ofRatio (rank - 2 * differing) rank
