namespace CorrSyn.Derivation.WidthCorrections

open CorrSyn.Symbolic

/// <summary>What the rows of weights are like, as far as scatter depends on it.</summary>
[<RequireQualifiedAccess>]
type RowLaw =
    /// Jointly Gaussian.
    | Gaussian
    /// Two values: the square of a weight does not fluctuate.
    | Binary
    /// A Haar matrix.
    | Orthogonal

/// <summary>
/// How K1, Q and K2 + N Sigma of single networks scatter, to the order 1/N of their covariances.
/// </summary>
/// <remarks>
/// Derived here, for odd phi or r = 0. A layer turns deviations of its network below by the
/// derivatives of the layer map. It adds what a finite number of neurons does: the order parameters are means over
/// neurons, K2 + N Sigma to leading order of v^2 + 2 c kappa^2 with c = g^2 &lt;kappa^2&gt; (K2 + N Sigma + r^2 K1^2), times N/N_in for
/// N_in neurons below. The part of the synapses that neurons share shifts all fields by a common amount, of variance g r Q N_in^(-1/2), and brings
/// eta.C eta and eta.C^2 eta, with eta one Gaussian vector for each layer, into the covariances: also for two values, which
/// are signs of Gaussian numbers. For a Haar matrix r^2 is -1 in c, no vector is shared, tr Delta and tr Delta^2
/// do not fluctuate, and the sum of the squared fields (without biases) is fixed.
/// </remarks>
[<RequireQualifiedAccess>]
module NetworkFluctuations =

    let private half = Polynomial.constant (Rational.ofRatio 1 2)
    let private gain = Polynomial.quantity Gain
    let private correlation = Polynomial.quantity Correlation

    /// N/N_in.
    let private ratio = Polynomial.quantity WidthRatio

    /// K2 + N Sigma.
    let squaredCovariances: Polynomial =
        Polynomial.quantity K2 + Polynomial.quantity NSigma

    /// r^2, or what stands for it.
    let private squaredCorrelation law =
        match law with
        | RowLaw.Gaussian
        | RowLaw.Binary -> Polynomial.pow 2 correlation
        | RowLaw.Orthogonal -> -Polynomial.one

    /// K2 + N Sigma + r^2 K1^2.
    let drive (law: RowLaw) : Polynomial =
        squaredCovariances
        + squaredCorrelation law * Polynomial.pow 2 (Polynomial.quantity K1)

    let private activity = NeuronSum.ofFunctions [ Quantity.mean ]
    let private meanSquare = NeuronSum.multiply activity activity

    /// v.
    let variance: NeuronSum =
        NeuronSum.ofFunctions [ SquareDerivative 0 ]
        @ NeuronSum.scale -Polynomial.one meanSquare

    /// kappa^2.
    let squaredSlope: NeuronSum =
        NeuronSum.ofFunctions [ Quantity.slope; Quantity.slope ]

    let private squaredVariance = NeuronSum.multiply variance variance

    /// What the mean over neurons is taken of: v, m^2, v^2 + 2 c kappa^2 and v^2.
    let ofOneNeuron (law: RowLaw) : NeuronSum list =
        let c = ratio * Polynomial.pow 2 gain * NeuronSum.average squaredSlope * drive law

        [
            variance
            meanSquare
            squaredVariance
            @ NeuronSum.scale (Polynomial.scale (Rational.ofInt 2) c) squaredSlope
            squaredVariance
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

    /// How many are means over neurons.
    let meanCount: int = 4

    /// How many deviations are followed: those of K1, Q, K2 + N Sigma and K2 come first.
    let count: int = meanCount + projections.Length

    /// The row of K2 + N Sigma.
    let square: int = 2

    /// The row of K2.
    let diagonal: int = 3

    let private ifSquare row value =
        if row = square then value else Polynomial.zero

    /// <summary>The derivative of each, one layer up, by each below: K1, Q, K2 + N Sigma, K2, and N^(-1/2) W_ab.</summary>
    /// <param name="law">The rows of weights.</param>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    /// <remarks>By K1 and by Q the averages change through both variances; K2 + N Sigma and r^2 K1^2 enter N Sigma'
    /// with g^2 &lt;kappa^2&gt;^2 N/N_in, and W as in NO-1. A Haar matrix is square.</remarks>
    let jacobian (law: RowLaw) (sharedVariance: Polynomial) : Polynomial list list =
        let next = NextOrder.next sharedVariance |> Map.ofList
        let passedOn = ratio * Polynomial.pow 2 (gain * NeuronSum.average squaredSlope)

        let byK1Directly =
            Polynomial.scale (Rational.ofInt 2) (squaredCorrelation law * Polynomial.quantity K1)

        let ofNeurons =
            ofOneNeuron law
            |> List.mapi (fun row functions ->
                [
                    gain * NeuronSum.average (NeuronSum.byDrivingVariance functions)
                    + ifSquare row (passedOn * byK1Directly)
                    gain * half * NeuronSum.average (NeuronSum.curvature functions)
                    ifSquare row passedOn
                    Polynomial.zero
                ]
                @ (projections
                   |> List.map (fun projection ->
                       ifSquare row (ratio * derivative projection next[NSigmaCorrection])
                   ))
            )

        let ofProjections =
            projections
            |> List.map (fun row ->
                List.replicate meanCount Polynomial.zero
                @ (projections
                   |> List.map (fun projection -> ratio * derivative projection next[row]))
            )

        ofNeurons @ ofProjections

    /// <summary>The derivative of each mean over neurons by tr Delta / N at given tr Delta^2, one layer up.</summary>
    /// <remarks>tr Delta^2 / N holds the square of tr Delta / N, which is no covariance of two neurons.</remarks>
    let byTrace (law: RowLaw) : Polynomial list =
        let ofSquare =
            gain
            * Polynomial.quantity K1
            * Polynomial.pow 2 (NeuronSum.average squaredSlope)
            |> Polynomial.scale (Rational.ofInt 2)

        ofOneNeuron law
        |> List.mapi (fun row functions ->
            NeuronSum.average (NeuronSum.byDrivingVariance functions)
            - ifSquare row ofSquare
        )

    /// The derivative of K2 + N Sigma by tr Delta^2 / N.
    let bySquaredTrace: Polynomial = Polynomial.pow 2 (NeuronSum.average squaredSlope)

    let private quartic = Polynomial.quantity QuarticCovariance

    let private eight = Polynomial.scale (Rational.ofInt 8)

    /// The variance of the mean of kappa^4 that <c>directions</c> has and a network with one slope for all has not.
    let private ofSlopes =
        let slope = NeuronSum.average squaredSlope
        let fourth = NeuronSum.average (NeuronSum.multiply squaredSlope squaredSlope)

        Polynomial.pow 4 gain
        * Polynomial.pow 2 (ratio * slope)
        * (fourth - Polynomial.pow 2 slope)
        * quartic
        |> eight

    let private source = correlation * Polynomial.quantity K1

    /// <summary>N times the variance of K2 + N Sigma that eigenvectors of C of eigenvalue O(sqrt(N)) and the shared vector
    /// make, for given C.</summary>
    /// <remarks>The first scatter with N neurons, the second with N_in.</remarks>
    let directions (law: RowLaw) : Polynomial =
        let slope = NeuronSum.average squaredSlope

        let ofSharedVector =
            quartic
            + Polynomial.scale (Rational.ofInt 2) (source * Polynomial.quantity CubedCovariance)
            + Polynomial.pow 2 source * squaredCovariances

        let ofGaussian =
            Polynomial.pow 4 (gain * slope)
            * Polynomial.pow 2 ratio
            * (quartic + ratio * Polynomial.pow 2 correlation * ofSharedVector)
            |> eight
            |> (+) ofSlopes

        match law with
        | RowLaw.Gaussian -> ofGaussian
        | RowLaw.Binary -> ofGaussian
        | RowLaw.Orthogonal -> Polynomial.zero

    /// <summary>The part of <c>directions</c> that a linear Gaussian network with the slope &lt;kappa^2&gt; does not
    /// have.</summary>
    let beyondLinear (law: RowLaw) : Polynomial =
        match law with
        | RowLaw.Gaussian -> ofSlopes
        | RowLaw.Binary -> ofSlopes
        | RowLaw.Orthogonal -> Polynomial.zero

    /// <summary>What one layer adds to N times the covariances of the same.</summary>
    /// <param name="law">The rows of weights.</param>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    let added (law: RowLaw) (sharedVariance: Polynomial) : Polynomial list list =
        let means = ofOneNeuron law

        // Coefficients of the squared common drive, in units of its NeuronSum.average.
        let commonDrive =
            let next = NextOrder.next sharedVariance |> Map.ofList
            let variance = half * gain * correlation * Polynomial.quantity Q

            (means
             |> List.map (fun functions ->
                 variance * NeuronSum.average (NeuronSum.curvature functions)
             ))
            @ (projections
               |> List.map (fun row ->
                   projections
                   |> List.fold (fun value name -> Polynomial.without name value) next[row]
                   |> (*) ratio
               ))

        // A function of Gaussian fields varies with their mean square by half its second derivative.
        let ofMeanSquare a b =
            match law with
            | RowLaw.Gaussian
            | RowLaw.Binary -> Polynomial.zero
            | RowLaw.Orthogonal ->
                Polynomial.pow 2 (gain * Polynomial.quantity Q)
                * NeuronSum.average (NeuronSum.curvature a)
                * NeuronSum.average (NeuronSum.curvature b)
                |> (*) half

        let ofNeurons row column =
            match List.tryItem row means, List.tryItem column means with
            | Some a, Some b ->
                NeuronSum.average (NeuronSum.multiply a b)
                - NeuronSum.average a * NeuronSum.average b
                - ofMeanSquare a b
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
                            (ratio * commonDrive[row] * commonDrive[column])
                        + (if row = square && column = square then
                               directions law
                           else
                               Polynomial.zero)
                    )
            )
