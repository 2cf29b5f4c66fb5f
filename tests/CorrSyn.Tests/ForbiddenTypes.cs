using System.Reflection;

namespace CorrSyn.Tests;

/// <summary>Finds types in public signatures that C# callers should not meet: those of F#'s library, tuples, and types of
/// the core outside of CorrSyn.Model.</summary>
internal static class ForbiddenTypes
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(CorrSyn.Model.NetworkSpec).Assembly;

    /// <summary>One line for each forbidden type in a signature: where it is, and what it is.</summary>
    public static IReadOnlyList<string> In(IEnumerable<Type> types) =>
        [.. types.SelectMany(Signatures)
            .SelectMany(signature => Parts(signature.Type)
                .Where(IsForbidden)
                .Select(part => $"{signature.Place}: {part}"))
            .Distinct()
            .Order(StringComparer.Ordinal)];

    private static bool IsForbidden(Type type) =>
        type.Namespace is { } name
        && (name == "Microsoft.FSharp" || name.StartsWith("Microsoft.FSharp.", StringComparison.Ordinal)
            || name == "System" && IsTuple(type.Name)
            || type.Assembly == Core && name != "CorrSyn.Model");

    private static bool IsTuple(string name) =>
        name is "Tuple" or "ValueTuple"
        || name.StartsWith("Tuple`", StringComparison.Ordinal)
        || name.StartsWith("ValueTuple`", StringComparison.Ordinal);

    private static IEnumerable<(string Place, Type Type)> Signatures(Type type)
    {
        string name = type.FullName!;
        if (type.BaseType is { } parent)
            yield return (name, parent);
        foreach (Type contract in type.GetInterfaces())
            yield return (name, contract);
        foreach (Type parameter in type.GetGenericArguments())
            yield return (name, parameter);
        foreach (MethodBase method in type.GetConstructors(Declared).Concat<MethodBase>(type.GetMethods(Declared)))
        {
            if (!(method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly))
                continue;
            string place = $"{name}.{method.Name}";
            foreach (ParameterInfo parameter in method.GetParameters())
                yield return (place, parameter.ParameterType);
            if (method is MethodInfo { ReturnType: var returned })
                yield return (place, returned);
            if (method.IsGenericMethod)
            {
                foreach (Type parameter in method.GetGenericArguments())
                    yield return (place, parameter);
            }
        }

        // Properties and events are seen through their accessors.
        foreach (FieldInfo field in type.GetFields(Declared))
        {
            if (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
                yield return ($"{name}.{field.Name}", field.FieldType);
        }
    }

    // The type itself, what it is made of, and what a type parameter is bound to.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        if (type.IsGenericParameter)
            return type.GetGenericParameterConstraints().Where(each => each != type).SelectMany(Parts);
        return type.IsGenericType
            ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
            : [type];
    }
}
