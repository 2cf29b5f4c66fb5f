namespace CorrSyn.Derivation.Certificates

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.StructuredMaps

/// Checks of averages over weights that are copies, by everything that the weights can choose. All are exact.
[<RequireQualifiedAccess>]
module CopyCertificate =

    /// E X^n of values 0 and two opposite ones, other than 0 with that probability.
    let private moment (density: Rational) order =
        if order % 2 = 1 then Rational.zero
        elif order = 0 then Rational.one
        else Rational.pow (1 - order / 2) density

    let private densities (premise: Premise) =
        match premise.Weights with
        | Columns(BinaryWeights, _) -> [ Rational.one ]
        | Columns((SymmetricWeights | GaussianWeights), _)
        | HaarMatrix
        | HaarColumns -> [ Rational.ofRatio 1 5 ]

    /// The structure with few cells that stands for those of its kind.
    let private smallest (structure: CorrelationStructure) =
        match structure with
        | CorrelationStructure.Identity
        | CorrelationStructure.Uniform -> structure
        | CorrelationStructure.Blocks _ -> CorrelationStructure.Blocks 2
        | CorrelationStructure.LowRank rank -> CorrelationStructure.LowRank(min rank 2)

    let private neuronCount = 4

    /// Loadings f and sqrt(1 - K f^2) that are both rational.
    let private loadings (oneFactor: Rational * Rational) (structure: CorrelationStructure) =
        let structure = smallest structure

        let shared, own =
            match structure with
            | CorrelationStructure.LowRank 2 -> Rational.ofRatio 10 51, Rational.ofRatio 49 51
            | CorrelationStructure.Identity
            | CorrelationStructure.Uniform
            | CorrelationStructure.Blocks _
            | CorrelationStructure.LowRank _ -> oneFactor

        CopyLaw.loadings shared own neuronCount structure

    let private rows premise =
        Premise.postsynaptic premise
        |> loadings (Rational.ofRatio 5 13, Rational.ofRatio 12 13)

    let private columns premise =
        Premise.presynaptic premise
        |> loadings (Rational.ofRatio 8 17, Rational.ofRatio 15 17)

    /// <summary>Joint moments of four weights by cumulants, and by all choices of the weights, in every pattern of equal
    /// presynaptic neurons.</summary>
    let ofLaw (premise: Premise) : Certificate =
        let rows, columns = rows premise, columns premise

        let neurons =
            [
                [ 0; 0; 0; 0 ]
                [ 0; 1; 0; 1 ]

                if Premise.postsynaptic premise <> CorrelationStructure.Identity then
                    [ 0; 1; 2; 3 ]
            ]

        let cases =
            [
                for density in densities premise do
                    for postsynaptic in neurons do
                        for equal in SetPartition.all [ 0..3 ] do
                            let presynaptic =
                                [ for slot in 0..3 -> equal |> List.findIndex (List.contains slot) ]

                            density, List.zip postsynaptic presynaptic
            ]

        let agrees (density, weights) =
            CopyLaw.average (moment density) rows columns weights =
                CopyLaw.byCumulants (moment density) rows columns weights

        Certificate.create
            "enumeration"
            (List.forall agrees cases)
            $"{cases.Length} joint moments of four weights, in every pattern of equal presynaptic neurons, equal the sums over all that the weights can choose, as rationals"

    /// t in f = 2 t / (1 + t^2) and sqrt(1 - f^2) = (1 - t^2)/(1 + t^2), so that f is near N^(-exponent/2) at
    /// N = 2^(12 level).
    let private uniformAt level (exponent: Rational) =
        let halvings = exponent * Rational.ofInt (6 * level) + Rational.one

        if not (Rational.isInteger halvings) then
            invalidOp $"N to the power {Rational.render exponent}/2 is not a power of 2."

        let t = Rational.pow (int halvings.Numerator) (Rational.ofRatio 1 2)
        let square = t * t

        CopyLaw.loadings
            (Rational.ofInt 2 * t / (Rational.one + square))
            ((Rational.one - square) / (Rational.one + square))
            1
            CorrelationStructure.Uniform

    /// E of a product of Gaussian weights with the same correlations.
    let private pairings (rows: SharedLoadings) (columns: SharedLoadings) weights =
        let correlation (loadings: SharedLoadings) a b =
            if a = b then
                Rational.one
            else
                loadings.Shared * loadings.Shared

        SetPartition.pairings weights
        |> List.map (
            List.fold
                (fun product pair ->
                    match pair with
                    | [ (i, k); (j, l) ] ->
                        product * correlation rows i j * correlation columns k l
                    | _ -> invalidOp "A pair has two weights."
                )
                Rational.one
        )
        |> List.fold (+) Rational.zero

    /// <summary>What copying adds to a moment of two Delta at N = 2^(12 level), times N^2 over g^2.</summary>
    /// <remarks>For C_kk = 1 and C_kl = N^(a-2), where 1.C.1 is of the order N^a, with R and S uniform.</remarks>
    let private excess density premise (values: ExponentValues) (scale: Rational) level neurons =
        let width = Rational.pow (12 * level) (Rational.ofInt 2)

        let offDiagonal =
            let power = (Rational.ofInt 2 - scale) * Rational.ofInt (12 * level)
            Rational.pow (int power.Numerator) (Rational.ofRatio 1 2)

        let rows =
            match Premise.postsynaptic premise with
            | CorrelationStructure.Identity -> CopyLaw.unshared
            | CorrelationStructure.Uniform
            | CorrelationStructure.Blocks _
            | CorrelationStructure.LowRank _ -> uniformAt level values.GammaValue

        let columns = uniformAt level values.DeltaValue

        let ofPattern (equal: int list list) =
            let indexOf slot =
                equal |> List.findIndex (List.contains slot)

            let weights = neurons |> List.mapi (fun slot neuron -> neuron, indexOf slot)

            let entry slot =
                if indexOf slot = indexOf (slot + 1) then
                    Rational.one
                else
                    offDiagonal

            let count =
                Seq.init equal.Length (fun chosen -> width - Rational.ofInt chosen)
                |> Seq.fold (*) Rational.one

            count
            * entry 0
            * entry 2
            * (CopyLaw.average (moment density) rows columns weights
               - pairings rows columns weights)

        SetPartition.all [ 0..3 ] |> List.map ofPattern |> List.fold (+) Rational.zero

    let private size value =
        if Rational.sign value < 0 then -value else value

    /// Whether it grows from N = 2^12 to 2^24 by no more than that power, up to a factor of 2 for smaller orders.
    let private isBounded density premise values scale neurons (power: Rational option) =
        let small = excess density premise values scale 1 neurons
        let large = excess density premise values scale 2 neurons

        match power with
        | None -> Rational.isZero small && Rational.isZero large
        | Some power ->
            let exponent = power * Rational.ofInt 12
            let ratio = Rational.pow (int exponent.Numerator) (Rational.ofInt 2)

            Rational.isInteger exponent
            && Rational.sign (size large - Rational.ofInt 2 * ratio * size small) <= 0

    /// <summary>What copying adds vanishes as N grows, and its exact values say so too.</summary>
    /// <param name="premise">Weights that are copies.</param>
    /// <param name="points">The exponents, each with the powers of N.</param>
    let ofOrders (premise: Premise) (points: (ExponentValues * CopyOrders) list) : Certificate =
        let vanishing =
            points
            |> List.collect (fun (_, orders) ->
                orders.SquaredCovariance :: orders.VarianceFluctuation :: orders.FieldCumulants
                @ orders.Neglected
            )
            |> Certificate.ofOrders
                "added to N E Delta_ij^2, to the fluctuation of Delta_ii, to the fourth cumulants of fields and to the averages that the map leaves out, at most"

        let isSeen (values, orders: CopyOrders) =
            let scale = (CopyOrders.directionScales premise values).VarianceScale
            // E Delta_ij^2 and Delta_ii^2 hold (g/N)^2, and N E Delta_ij^2 one N more.
            let withoutPrefactor power = Option.map ((+) (Rational.ofInt power))

            densities premise
            |> List.forall (fun density ->
                isBounded
                    density
                    premise
                    values
                    scale
                    [ 0; 1; 0; 1 ]
                    (withoutPrefactor 1 orders.SquaredCovariance)
                && isBounded
                    density
                    premise
                    values
                    scale
                    [ 0; 0; 0; 0 ]
                    (withoutPrefactor 2 orders.VarianceFluctuation)
            )

        Certificate.create
            vanishing.Kind
            (vanishing.Passed && List.forall isSeen points)
            $"{vanishing.Detail}; the exact sums over all choices for R and S uniform, C_kk = 1 and C_kl of the size that 1.C.1 has, grow no faster from N = 2^12 to 2^24"
