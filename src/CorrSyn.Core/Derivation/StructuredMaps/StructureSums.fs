namespace CorrSyn.Derivation.StructuredMaps

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Structures
open CorrSyn.Derivation.Maps

/// <summary>
/// Sums over the neurons of a layer with the structure P of the synapses that leave it, averaged over the
/// weights of that layer.
/// </summary>
/// <remarks>
/// Derived here. C_ii = v(u_i); C_ij = kappa(u_i) kappa(u_j) Delta_ij, the first term of Price's expansion,
/// for i different from j; fields of different neurons are independent but for E u_i u_j = R_ij T_0. The
/// indices of a sum are split by which of them are equal; then the products of Delta are averaged and the
/// entries of R and P summed over different neurons.
/// </remarks>
[<RequireQualifiedAccess>]
module StructureSums =

    /// One factor of a sum over neurons, by the numbers of its nodes.
    type private Factor =
        | Covariance of int * int
        | Structure of int * int
        | MeanActivity of int

    let all: StructureSum list =
        [ VarianceAlong; SquareAlong; SquaredVarianceAlong; ActivityAlong ]

    /// The sum itself as a quantity.
    let raw (sum: StructureSum) : Quantity = ScaledSum(sum, Rational.zero)

    /// A sum divided by a power of N in terms of the sum itself; None for any other quantity.
    let tryRaw (quantity: Quantity) : Polynomial option =
        Quantity.tryScaledSum quantity
        |> Option.map (fun (sum, scale) ->
            Polynomial.quantity (raw sum) * Polynomial.widthPower (Exponent.constant -scale)
        )

    let private nodeCount sum =
        match sum with
        | VarianceAlong
        | ActivityAlong -> 2
        | SquareAlong -> 3
        | SquaredVarianceAlong -> 4

    let private factors sum =
        match sum with
        | VarianceAlong -> [ Covariance(0, 1); Structure(1, 0) ]
        | SquareAlong -> [ Covariance(0, 1); Covariance(1, 2); Structure(2, 0) ]
        | SquaredVarianceAlong ->
            [ Covariance(0, 1); Structure(1, 2); Covariance(2, 3); Structure(3, 0) ]
        | ActivityAlong -> [ MeanActivity 0; Structure(0, 1); MeanActivity 1 ]

    /// A product of factors between neurons that are all different.
    type private Product =
        {
            Coefficient: Polynomial
            /// The functions of the field of each neuron.
            Functions: (int * NeuronFunction) list
            /// The pairs of the factors Delta_ij.
            Deltas: (int * int) list
            Edges: (StructureSide * int * int) list
        }

    let private one =
        {
            Coefficient = Polynomial.one
            Functions = []
            Deltas = []
            Edges = []
        }

    let private power exponent =
        Polynomial.widthPower (Exponent.constant exponent)

    /// One factor with its nodes put to neurons: the sum of these products. What E C_ij is beyond the first
    /// term for phi that is not odd is of order 1/N and has a name only.
    let private withFactor (premise: Premise) neuronOf (product: Product) factor : Product list =
        match factor with
        | Structure(a, b) ->
            let i, j = neuronOf a, neuronOf b

            if i = j then
                [ product ]
            else
                [
                    { product with
                        Edges = (OutgoingSynapses, i, j) :: product.Edges
                    }
                ]
        | MeanActivity a ->
            [
                { product with
                    Functions = (neuronOf a, Quantity.mean) :: product.Functions
                }
            ]
        | Covariance(a, b) ->
            let i, j = neuronOf a, neuronOf b

            if i = j then
                [
                    { product with
                        Functions = (i, ActivityVariance) :: product.Functions
                    }
                ]
            else
                let firstTerm =
                    { product with
                        Functions = (i, Quantity.slope) :: (j, Quantity.slope) :: product.Functions
                        Deltas = (i, j) :: product.Deltas
                    }

                let remainder =
                    { product with
                        Coefficient =
                            product.Coefficient
                            * Polynomial.quantity MeanCovariance
                            * power (Rational.ofInt -1)
                    }

                match premise.Activation with
                | OddActivation -> [ firstTerm ]
                | AnyActivation -> [ firstTerm; remainder ]

    /// T_n N^(1-n).
    let private loop (length: int) : Polynomial =
        Polynomial.quantity (TransferTrace length) * power (Rational.ofInt (1 - length))

    /// The average over weights of the factors Delta, and the entries of R that it brings.
    let private averages (premise: Premise) (product: Product) : Product list =
        let rho = Premise.synapticCorrelation premise

        KroneckerAverage.average product.Deltas
        |> List.map (fun term ->
            { product with
                Coefficient =
                    product.Coefficient
                    * Polynomial.pow term.Pairs.Length rho
                    * Polynomial.product (List.map loop term.Loops)
                    |> Polynomial.scale (Rational.ofInt term.Count)
                Deltas = []
                Edges =
                    product.Edges @ (term.Pairs |> List.map (fun (i, j) -> IncomingSynapses, i, j))
            }
        )
        |> List.filter (fun product -> not (Polynomial.isZero product.Coefficient))

    /// The averages over the fields, which are independent; 0 where phi is odd and a function too.
    let private fieldAverages (premise: Premise) (product: Product) : Polynomial =
        product.Functions
        |> List.groupBy fst
        |> List.map (fun (_, functions) ->
            let quantity = Quantity.fieldAverage (List.map snd functions)

            if premise.Activation = OddActivation && Parity.vanishesForOddActivation quantity then
                Polynomial.zero
            else
                Polynomial.quantity quantity
        )
        |> Polynomial.product

    /// What the correlation of two fields adds to E m_i m_j: kappa_i kappa_j R_ij T_0.
    let private correlatedFields (premise: Premise) sum (product: Product) : Product list =
        let neurons = product.Functions |> List.map fst |> List.distinct

        match sum, neurons with
        | ActivityAlong, [ i; j ] ->
            [
                product
                { product with
                    Coefficient =
                        product.Coefficient
                        * Premise.synapticCorrelation premise
                        * Polynomial.quantity (TransferTrace 0)
                    Functions = [ i, Quantity.slope; j, Quantity.slope ]
                    Edges = (IncomingSynapses, i, j) :: product.Edges
                }
            ]
        | (ActivityAlong | VarianceAlong | SquareAlong | SquaredVarianceAlong), _ -> [ product ]

    /// The products of a sum whose nodes are put to neurons in that way.
    let private products (premise: Premise) sum (blocks: int list list) : Product list =
        let neuronOf node =
            blocks |> List.findIndex (List.contains node)

        factors sum
        |> List.fold
            (fun products factor ->
                products
                |> List.collect (fun product -> withFactor premise neuronOf product factor)
            )
            [ one ]
        |> List.collect (correlatedFields premise sum)

    let private ofPartition (premise: Premise) structures sum (blocks: int list list) : Polynomial =
        products premise sum blocks
        |> List.collect (averages premise)
        |> List.map (fun product ->
            let fields = fieldAverages premise product

            if Polynomial.isZero (product.Coefficient * fields) then
                Polynomial.zero
            else
                product.Coefficient
                * fields
                * StructureGraph.sumOverDistinct structures blocks.Length product.Edges
        )
        |> Polynomial.sum

    /// <summary>A sum of one layer in terms of field averages of that layer and of T_n of its weights.</summary>
    /// <param name="premise">Gaussian weights; P is the structure of S.</param>
    /// <param name="sum">The sum.</param>
    /// <returns>A polynomial with gamma in the exponents of N.</returns>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The two structures have no common refinement that
    /// is small enough.</exception>
    let value (premise: Premise) (sum: StructureSum) : Polynomial =
        let structures =
            StructureGraph.create (Premise.postsynaptic premise) (Premise.presynaptic premise)

        SetPartition.all [ 0 .. nodeCount sum - 1 ]
        |> List.map (ofPartition premise structures sum)
        |> Polynomial.sum

    /// <summary>The products of two Delta in a sum, over different neurons.</summary>
    /// <returns>For each the number of neurons, the neurons of each Delta, and the entries of the structures that stand
    /// with them. Products whose average over the fields is 0 are left out.</returns>
    let covarianceProducts
        (premise: Premise)
        (sum: StructureSum)
        : (int * (int * int) list * (StructureSide * int * int) list) list =
        [
            for blocks in SetPartition.all [ 0 .. nodeCount sum - 1 ] do
                for product in products premise sum blocks do
                    if
                        product.Deltas.Length = 2
                        && not (Polynomial.isZero (fieldAverages premise product))
                    then
                        blocks.Length, product.Deltas, product.Edges
        ]
