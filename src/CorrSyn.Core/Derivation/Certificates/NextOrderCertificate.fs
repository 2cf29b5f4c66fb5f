namespace CorrSyn.Derivation.Certificates

open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Derivation.Linear

/// <summary>The check of the order 1/N by a second route.</summary>
/// <remarks>Price's series of C_ij with Delta_ii that fluctuates, averaged over weights by set partitions at given C,
/// against the recursion of overlaps, which knows neither Delta nor C. Both are compared as polynomials for the first
/// layer above Gaussian inputs.</remarks>
[<RequireQualifiedAccess>]
module NextOrderCertificate =

    /// X^2/4, the squared covariance, by its pairs of inputs.
    let squaredCovariance: (Rational * OverlapProduct) list =
        [ 1, [ 0, 1; 0, 1 ]; -2, [ 0, 1; 0, 2 ]; 1, [ 0, 1; 2, 3 ] ]
        |> List.map (fun (coefficient, factors) ->
            Rational.ofInt coefficient, OverlapProduct.ofFactors factors
        )

    let private alpha = Polynomial.quantity InputRatio
    let private variance = Polynomial.quantity InputVariance

    let private number value =
        Polynomial.constant (Rational.ofInt value)

    /// tr C^p / N^p at the input at leading order, times N^(p-1), of the covariance xi xi^T / N.
    let private trace power =
        LinearRecursion.input (fun _ -> Polynomial.width 1) [ power ]
        |> Polynomial.filter (fun monomial -> monomial.Width = Exponent.constant Rational.one)
        |> (*) (Polynomial.width -1)

    /// tr C^2 / N beyond its leading order.
    let private traceOfSquareBeyond =
        LinearRecursion.input (fun _ -> Polynomial.width 1) [ 2 ]
        |> Polynomial.filter (fun monomial -> monomial.Width = Exponent.zero)

    /// <summary>Averages at the input of products of deviations G_ab - K1 delta_ab, by the power of 1/N of their leading
    /// order; None where it is not needed.</summary>
    /// <remarks>Inputs are Gaussian with the covariance C: a product is a sum over pairings that gives traces of C, as for
    /// a layer of linear neurons.</remarks>
    let inputAverage (product: OverlapProduct) : (int -> Polynomial) =
        // h^a = C^(1/2) times unit Gaussians, one for each input: pairings of the ends within each input.
        let ends =
            product.Factors
            |> List.mapi (fun i (a, b) -> [ a, 2 * i; b, 2 * i + 1 ])
            |> List.concat

        let rec matched inputs =
            match inputs with
            | [] -> [ [] ]
            | input :: rest ->
                let own = ends |> List.filter (fst >> (=) input) |> List.map snd

                [
                    for pairing in SetPartition.pairings own do
                        for others in matched rest -> pairing @ others
                ]

        let inputs = OverlapProduct.inputs product.Factors

        let odd =
            inputs
            |> List.exists (fun input ->
                (ends |> List.filter (fst >> (=) input) |> List.length) % 2 = 1
            )

        // Cycles of factors; those of one factor are tr C / N - K1, which vanishes to the order that counts.
        let cycles (pairing: int list list) =
            let partner =
                pairing
                |> List.collect (fun pair -> [ pair[0], pair[1]; pair[1], pair[0] ])
                |> Map.ofList

            let other place =
                if place % 2 = 0 then place + 1 else place - 1

            let rec walk start place length =
                let next = partner[other place]

                if next = start then
                    length + 1
                else
                    walk start next (length + 1)

            let rec reach start place seen =
                let seen = Set.add place (Set.add (other place) seen)
                let next = partner[other place]
                if next = start then seen else reach start next seen

            let rec split places =
                match places with
                | [] -> []
                | first :: _ ->
                    let seen = reach first first Set.empty
                    walk first first 0 :: split (places |> List.filter (seen.Contains >> not))

            split (List.map snd ends)

        let terms =
            if odd then
                []
            else
                matched inputs
                |> List.map cycles
                |> List.filter (List.forall (fun length -> length > 1))

        // A cycle of p factors is tr C^p / N^p, of the order N^(1-p).
        fun power ->
            terms
            |> Seq.map (fun lengths ->
                let leading = lengths |> List.sumBy (fun length -> length - 1)

                if leading = power then
                    lengths |> Seq.map trace |> Polynomial.product
                elif leading = 1 && power = 2 then
                    traceOfSquareBeyond
                else
                    Polynomial.zero
            )
            |> Polynomial.sum

    /// The recursion of overlaps for N Sigma of the first layer, at the order 1/N.
    let private byOverlaps () : Polynomial =
        let k1 = alpha * variance

        let ofTerm (term: FlowTerm) =
            if term.TypicalOverlap > 0 then
                Polynomial.zero
            else
                // N times a product of two overlaps: N^(-1/2) to the power 4 is left.
                let left = 4 - term.RootPower

                let below =
                    if term.Below = OverlapProduct.one then
                        if left = 0 then Polynomial.one else Polynomial.zero
                    elif left % 2 = 0 then
                        inputAverage term.Below (left / 2)
                    else
                        Polynomial.zero

                (term.Neurons |> Seq.map OverlapFlow.value |> Polynomial.product)
                * Polynomial.pow term.Gain (Polynomial.quantity Gain)
                * Polynomial.pow term.Correlation (Polynomial.quantity Correlation)
                * Polynomial.pow term.TypicalSquare k1
                * below
                |> Polynomial.scale term.Coefficient

        squaredCovariance
        |> Seq.collect (fun (coefficient, product) ->
            OverlapFlow.ofDifferentNeurons 4 2 product
            |> Seq.map (ofTerm >> Polynomial.scale coefficient)
        )
        |> Polynomial.sum

    /// The same by Price's series.
    let private bySeries premise gamma : Polynomial =
        let input quantity =
            match quantity with
            | K1 -> Some(trace 1)
            | K2 -> Some(Polynomial.pow 2 (trace 1))
            | NSigma -> Some(trace 2 - Polynomial.pow 2 (trace 1))
            | FiniteCubedCovariance -> Some(trace 3)
            | _ -> None

        // K2 of the input is N E C_ii^2 with a correction of its own; N Sigma has none.
        let ofInput =
            Polynomial.pow 2 CollectiveFluctuations.overlapCoupling
            * (traceOfSquareBeyond + (trace 2 - Polynomial.pow 2 (trace 1)))

        NextOrderParts.ofVariance premise gamma
        + NextOrderParts.ofCorrelation premise gamma
        + NextOrderParts.ofSeries premise gamma
        |> Polynomial.substitute input
        |> (+) ofInput

    /// <summary>Whether both routes give the same polynomial in g, r, alpha, sigma^2 and averages over the field.</summary>
    let ofFirstLayer (premise: Premise) (gamma: Rational) : Certificate =
        let overlaps, series = byOverlaps (), bySeries premise gamma

        Certificate.create
            "second route"
            (overlaps = series)
            $"for the first layer above Gaussian inputs the recursion of overlaps of four inputs gives the same polynomial of {overlaps.Terms.Length} terms as Price's series averaged over weights by set partitions"
