namespace CorrSyn.Derivation.WidthCorrections

open CorrSyn.Symbolic
open CorrSyn.Derivation.Maps

/// <summary>How a coefficient changes with what all inputs of a network share.</summary>
type NetworkDeviation =
    /// By the common drive U, which shifts every field.
    | ByDrive
    /// By K1 of the layer below.
    | ByK1
    /// By Q of the layer below.
    | ByQ

/// <summary>A coefficient of one layer: what its overlaps are, and how they follow deviations Y = (S, p, w) of an input and
/// overlaps o of two.</summary>
/// <remarks>Sums run over all orders of the indices, so coefficients of products are symmetric tensors.</remarks>
type InputCoefficient =
    /// The mean of m^2, which is Q.
    | MeanSquare
    /// The mean of phi^2, which is K1 + Q.
    | TotalSquare
    /// The mean of v^2, which is K2.
    | SquaredVariance
    /// Of o in the overlap of two inputs.
    | OverlapSlope
    /// Of Y_i Y_j, one from each input.
    | Pair of CollectiveVariable * CollectiveVariable
    /// Of Y_i Y_j of one input and Y_k of the other.
    | Skew of CollectiveVariable * CollectiveVariable * CollectiveVariable
    /// Of Y_i Y_j Y_k of one input and Y_l of the other.
    | Cubic of CollectiveVariable * CollectiveVariable * CollectiveVariable * CollectiveVariable
    /// Of o Y_i.
    | OverlapLinear of CollectiveVariable
    /// Of o Y_i Y_j, both of one input.
    | OverlapQuadratic of CollectiveVariable * CollectiveVariable
    /// Of Y_i in a = p or w of the layer.
    | Linear of a: CollectiveVariable * CollectiveVariable
    /// Of Y_i Y_j in a.
    | Quadratic of a: CollectiveVariable * CollectiveVariable * CollectiveVariable
    /// Of Y_i Y_j Y_k in a.
    | ThirdOrder of
        a: CollectiveVariable *
        CollectiveVariable *
        CollectiveVariable *
        CollectiveVariable
    /// N times the covariance of a and b that a finite number of neurons makes for given overlaps.
    | NeuronCovariance of a: CollectiveVariable * b: CollectiveVariable
    /// N times that of a_1 and o_12, followed to Y_i of input 2.
    | NeuronOverlap of a: CollectiveVariable * CollectiveVariable
    /// N times the variance of o_12 that it makes, followed to Y_i of input 1.
    | NeuronSquare of CollectiveVariable
    /// Of Y_i Y_j of one input in K2.
    | VarianceQuadratic of CollectiveVariable * CollectiveVariable
    /// A derivative.
    | Derivative of InputCoefficient * NetworkDeviation list

/// <summary>The coefficients of one layer that corrections of order N^(-1/2) need, for any activation.</summary>
/// <remarks>Derived here, from <c>ReplicaExpansion</c> and Price's theorem; averages over the field of one neuron.</remarks>
[<RequireQualifiedAccess>]
module InputExpansion =

    /// S, p and w.
    let axes: CollectiveVariable list = CollectiveFluctuations.drives

    /// p and w.
    let carried: CollectiveVariable list = CollectiveFluctuations.variables

    let private gain = Polynomial.quantity Gain
    let private half = Polynomial.constant (Rational.ofRatio 1 2)

    /// Coefficients of products of deviations in an expansion.
    let private table weight responses =
        lazy
            (ReplicaExpansion.expandTo weight responses
             |> List.groupBy (fun term -> term.Deviations)
             |> List.map (fun (deviations, terms) ->
                 deviations, terms |> Seq.map (ReplicaExpansion.value responses) |> Polynomial.sum
             )
             |> Map.ofList)

    let private ofTwo = table 4 [ Activity; Activity ]
    let private ofSquare = table 3 [ SquareOfActivity ]

    /// In how many orders the items can be written.
    let private orders (items: CollectiveVariable list) =
        items
        |> List.countBy id
        |> List.fold
            (fun count (_, power) -> count / Rational.factorial power)
            (Rational.factorial items.Length)

    let private at input (items: CollectiveVariable list) =
        items |> List.map (fun item -> Collective(item, input))

    /// The tensor of a product: a monomial stands for all orders of the items of each input.
    let private tensor (table: Lazy<Map<InputDeviation list, Polynomial>>) first second others =
        let deviations = List.sort (at 0 first @ at 1 second @ others)

        match Map.tryFind deviations table.Value with
        | Some value -> Polynomial.scale (Rational.one / (orders first * orders second)) value
        | None -> Polynomial.zero

    let private inOverlap = tensor ofTwo

    let private inCollective a items =
        match a with
        | MeanOverlap -> inOverlap items [] []
        | SquaredActivity -> tensor ofSquare items [] []
        | SharedDrive -> invalidOp "The shared drive is drawn anew in every layer."

    let private power p =
        NeuronSum.ofFunctions [ Quantity.powerDerivative p 0 ]

    let private m = power 1
    let private plus (a: NeuronSum) (b: NeuronSum) : NeuronSum = a @ b

    let private minus a b =
        plus a (NeuronSum.scale -Polynomial.one b)

    let private times = NeuronSum.multiply

    /// phi^power of one input beside a function of the field: each deviation acts on both.
    let private deviate (deviation: CollectiveVariable) (order, rest: NeuronSum) =
        match deviation with
        | SharedDrive -> order + 1, rest
        | MeanOverlap -> order + 1, NeuronSum.scale gain (NeuronSum.byField rest)
        | SquaredActivity -> order + 2, NeuronSum.scale (half * gain) rest

    let private follow items p rest =
        let order, rest = List.foldBack deviate items (0, rest)
        NeuronSum.average (times (NeuronSum.ofFunctions [ Quantity.powerDerivative p order ]) rest)

    let private variance = minus (power 2) (times m m)

    /// K2 by its inputs: in each term one input deviates.
    let private inVariance items =
        let meanSquare = times m m

        Polynomial.scale (Rational.ofInt 2) (follow items 2 (minus (power 2) meanSquare))
        - Polynomial.scale
            (Rational.ofInt 4)
            (follow items 1 (times m (minus (power 2) meanSquare)))

    /// Of a_1 o_12 for one neuron: the third moment of input 1 beside input 2.
    let private neuronOverlap a item =
        match a with
        | MeanOverlap -> follow [ item ] 1 (times m variance)
        | SquaredActivity -> follow [ item ] 1 (minus (power 3) (times m (power 2)))
        | SharedDrive -> invalidOp "The shared drive is no sum over neurons."

    let private neuronSquare item =
        follow [ item ] 2 variance
        - Polynomial.scale (Rational.ofInt 2) (follow [ item ] 1 (times m variance))

    let private neuronCovariance a b =
        match a, b with
        | MeanOverlap, MeanOverlap -> times (times m m) variance
        | SquaredActivity, SquaredActivity -> minus (power 4) (times (power 2) (power 2))
        | _, SharedDrive
        | SharedDrive, _ -> invalidOp "The shared drive is no sum over neurons."
        | MeanOverlap, SquaredActivity
        | SquaredActivity, MeanOverlap -> times m (minus (power 3) (times m (power 2)))
        |> NeuronSum.average

    let private changed (change: NeuronSum -> NeuronSum) (value: Polynomial) =
        value
        |> Polynomial.substitute (fun quantity ->
            Quantity.tryFieldAverage quantity
            |> Option.map (fun functions ->
                NeuronSum.ofFunctions functions |> change |> NeuronSum.average
            )
        )

    /// Derivatives of a value with one field average in each term.
    let private differentiate deviation value =
        match deviation with
        | ByDrive -> changed NeuronSum.byField value
        | ByK1 -> changed NeuronSum.byDrivingVariance value * gain
        | ByQ -> changed NeuronSum.curvature value * gain * half

    let rec private valueOf coefficient : Polynomial =
        match coefficient with
        | MeanSquare -> NeuronSum.average (times m m)
        | TotalSquare -> NeuronSum.average (power 2)
        | SquaredVariance -> NeuronSum.average (times variance variance)
        | OverlapSlope -> inOverlap [] [] [ Overlap(0, 1) ]
        | Pair(i, j) -> inOverlap [ i ] [ j ] []
        | Skew(i, j, k) -> inOverlap [ i; j ] [ k ] []
        | Cubic(i, j, k, l) -> inOverlap [ i; j; k ] [ l ] []
        | OverlapLinear i -> inOverlap [ i ] [] [ Overlap(0, 1) ]
        | OverlapQuadratic(i, j) -> inOverlap [ i; j ] [] [ Overlap(0, 1) ]
        | Linear(a, i) -> inCollective a [ i ]
        | Quadratic(a, i, j) -> inCollective a [ i; j ]
        | ThirdOrder(a, i, j, k) -> inCollective a [ i; j; k ]
        | NeuronCovariance(a, b) -> neuronCovariance a b
        | NeuronOverlap(a, i) -> neuronOverlap a i
        | NeuronSquare i -> neuronSquare i
        | VarianceQuadratic(i, j) -> inVariance [ i; j ] |> Polynomial.scale (Rational.ofRatio 1 2)
        | Derivative(coefficient, deviations) ->
            List.fold
                (fun value deviation -> differentiate deviation value)
                (valueOf coefficient)
                deviations

    /// What moves with the network, and its derivatives.
    let private moving =
        [
            yield MeanSquare
            yield TotalSquare
            yield SquaredVariance
            yield OverlapSlope

            for i in axes do
                for j in axes do
                    yield Pair(i, j)

            for a in carried do
                for i in axes do
                    yield Linear(a, i)
        ]

    let private deviations =
        [
            [ ByDrive ]
            [ ByDrive; ByDrive ]
            [ ByK1 ]
            [ ByQ ]
            [ ByK1; ByK1 ]
            [ ByK1; ByQ ]
            [ ByQ; ByQ ]
        ]

    /// <summary>Every coefficient with what it is.</summary>
    let coefficients: Lazy<(InputCoefficient * Polynomial) list> =
        lazy
            ([
                yield! moving

                for coefficient in moving do
                    for list in deviations do
                        yield Derivative(coefficient, list)

                for i in axes do
                    yield OverlapLinear i
                    yield NeuronSquare i

                    for a in carried do
                        yield NeuronOverlap(a, i)

                    for j in axes do
                        yield OverlapQuadratic(i, j)
                        yield VarianceQuadratic(i, j)

                        for a in carried do
                            yield Quadratic(a, i, j)

                        for k in axes do
                            yield Skew(i, j, k)

                            for a in carried do
                                yield ThirdOrder(a, i, j, k)

                            for l in axes do
                                yield Cubic(i, j, k, l)

                for a in carried do
                    for b in carried do
                        yield NeuronCovariance(a, b)
             ]
             |> List.map (fun coefficient -> coefficient, valueOf coefficient))
