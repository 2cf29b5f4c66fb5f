namespace CorrSyn.Derivation

open CorrSyn.Symbolic

/// <summary>
/// How K1, Q and K2 + N Sigma of single networks scatter, to the order 1/N of their covariances.
/// </summary>
/// <remarks>
/// Derived here, for Gaussian weights and odd phi or r = 0. A layer turns deviations of its network below by the
/// derivatives of the layer map. It adds what a finite number of neurons does: the order parameters are means over
/// neurons, K2 + N Sigma to leading order of v^2 + 2 c kappa^2 with c = g^2 &lt;kappa^2&gt; (K2 + N Sigma + r^2 K1^2). The part
/// of the synapses that neurons share shifts all fields by a common amount, of variance g r Q N^(-1/2), and brings
/// eta.C eta and eta.C^2 eta, with eta one random vector for each layer, into the covariances.
/// </remarks>
[<RequireQualifiedAccess>]
module NetworkFluctuations =

    /// A sum of products of functions of the field of one neuron.
    type private NeuronSum = (Polynomial * NeuronFunction list) list

    let private ofFunctions functions : NeuronSum = [ Polynomial.one, functions ]

    let private scale factor (sum: NeuronSum) : NeuronSum =
        sum
        |> List.map (fun (coefficient, functions) -> factor * coefficient, functions)

    let private multiply (a: NeuronSum) (b: NeuronSum) : NeuronSum =
        [
            for x, functions in a do
                for y, others in b -> x * y, functions @ others
        ]

    let private average (sum: NeuronSum) : Polynomial =
        sum
        |> Seq.map (fun (coefficient, functions) ->
            coefficient * Polynomial.quantity (Quantity.fieldAverage functions)
        )
        |> Polynomial.sum

    let private raised order functionOfField =
        match functionOfField with
        | MeanDerivative n -> MeanDerivative(n + order)
        | SquareDerivative n -> SquareDerivative(n + order)
        | PowerDerivative(power, n) -> PowerDerivative(power, n + order)
        | ActivityVariance -> invalidOp "v is written as the mean of phi^2 less m^2."

    let private raiseAt order index (functions: NeuronFunction list) =
        functions |> List.mapi (fun i f -> if i = index then raised order f else f)

    let private half = Polynomial.constant (Rational.ofRatio 1 2)

    /// The derivative of the average by the variance over inputs: half the second derivative of each function.
    let private byDrivingVariance (sum: NeuronSum) : NeuronSum =
        [
            for coefficient, functions in sum do
                for i in 0 .. functions.Length - 1 -> half * coefficient, raiseAt 2 i functions
        ]

    /// The second derivative by the field.
    let private curvature (sum: NeuronSum) : NeuronSum =
        [
            for coefficient, functions in sum do
                for i in 0 .. functions.Length - 1 do
                    for j in 0 .. functions.Length - 1 ->
                        coefficient, functions |> raiseAt 1 i |> raiseAt 1 j
        ]

    let private gain = Polynomial.quantity Gain
    let private correlation = Polynomial.quantity Correlation

    let private squaredCovariances = Polynomial.quantity K2 + Polynomial.quantity NSigma


    /// K2 + N Sigma + r^2 K1^2.
    let private drive =
        squaredCovariances + Polynomial.pow 2 (correlation * Polynomial.quantity K1)

    let private activity = ofFunctions [ Quantity.mean ]
    let private meanSquare = multiply activity activity

    let private variance: NeuronSum =
        ofFunctions [ SquareDerivative 0 ] @ scale -Polynomial.one meanSquare

    let private squaredSlope = ofFunctions [ Quantity.slope; Quantity.slope ]

    let private c = Polynomial.pow 2 gain * average squaredSlope * drive

    /// What the mean over neurons is taken of: v, m^2 and v^2 + 2 c kappa^2.
    let private ofOneNeuron =
        [
            variance
            meanSquare
            multiply variance variance
            @ scale (Polynomial.scale (Rational.ofInt 2) c) squaredSlope
        ]

    /// The covariances W of <c>NextOrder</c>, of order N^(-1/2) beside K2 + N Sigma, scatter with the common drive.
    let private projections =
        NextOrder.quantities
        |> List.filter (fun quantity ->
            match quantity with
            | NextProjection _ -> true
            | _ -> false
        )

    /// The derivative of a polynomial in which the quantity occurs once.
    let private derivative (quantity: Quantity) (value: Polynomial) =
        value - Polynomial.without quantity value
        |> Polynomial.substitute (fun name -> if name = quantity then Some Polynomial.one else None)

    /// How many deviations are followed: those of K1, Q and K2 + N Sigma come first.
    let count: int = ofOneNeuron.Length + projections.Length

    /// The row of K2 + N Sigma.
    let square: int = 2

    /// <summary>The derivative of each, one layer up, by each below: K1, Q, K2 + N Sigma, and N^(-1/2) W_ab.</summary>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    /// <remarks>By K1 and by Q the averages change through both variances; K2 + N Sigma and r^2 K1^2 enter N Sigma'
    /// with g^2 &lt;kappa^2&gt;^2, and W as in NO-1.</remarks>
    let jacobian (sharedVariance: Polynomial) : Polynomial list list =
        let next = NextOrder.next sharedVariance |> Map.ofList
        let passedOn = Polynomial.pow 2 (gain * average squaredSlope)

        let byK1Directly =
            Polynomial.scale
                (Rational.ofInt 2)
                (Polynomial.pow 2 correlation * Polynomial.quantity K1)

        let ofNeurons =
            ofOneNeuron
            |> List.mapi (fun row functions ->
                let ifSquare value =
                    if row = square then value else Polynomial.zero

                [
                    gain * average (byDrivingVariance functions)
                    + ifSquare (passedOn * byK1Directly)
                    gain * half * average (curvature functions)
                    ifSquare passedOn
                ]
                @ (projections
                   |> List.map (fun projection ->
                       ifSquare (derivative projection next[NSigmaCorrection])
                   ))
            )

        let ofProjections =
            projections
            |> List.map (fun row ->
                (ofOneNeuron |> List.map (fun _ -> Polynomial.zero))
                @ (projections |> List.map (fun projection -> derivative projection next[row]))
            )

        ofNeurons @ ofProjections

    /// <summary>What one layer adds to N times the covariances of the same.</summary>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    let added (sharedVariance: Polynomial) : Polynomial list list =
        // Coefficients of the squared common drive, in units of its average.
        let commonDrive =
            let next = NextOrder.next sharedVariance |> Map.ofList
            let variance = half * gain * correlation * Polynomial.quantity Q

            (ofOneNeuron
             |> List.map (fun functions -> variance * average (curvature functions)))
            @ (projections
               |> List.map (fun row ->
                   projections
                   |> List.fold (fun value name -> Polynomial.without name value) next[row]
               ))

        let fourth = average (multiply squaredSlope squaredSlope)
        let quartic = Polynomial.quantity QuarticCovariance
        let slope = average squaredSlope

        let ofDirections =
            let source = correlation * Polynomial.quantity K1

            let ofSharedVector =
                quartic
                + Polynomial.scale (Rational.ofInt 2) (source * Polynomial.quantity CubedCovariance)
                + Polynomial.pow 2 source * squaredCovariances

            Polynomial.pow 4 gain
            * Polynomial.pow 2 slope
            * (fourth * quartic + Polynomial.pow 2 (slope * correlation) * ofSharedVector)
            |> Polynomial.scale (Rational.ofInt 8)

        let ofNeurons row column =
            match List.tryItem row ofOneNeuron, List.tryItem column ofOneNeuron with
            | Some a, Some b -> average (multiply a b) - average a * average b
            | Some _, None
            | None, Some _
            | None, None -> Polynomial.zero

        List.init
            count
            (fun row ->
                List.init
                    count
                    (fun column ->
                        ofNeurons row column
                        + Polynomial.scale
                            (Rational.ofInt 2)
                            (commonDrive[row] * commonDrive[column])
                        + (if row = square && column = square then
                               ofDirections
                           else
                               Polynomial.zero)
                    )
            )
