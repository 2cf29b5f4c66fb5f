using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CorrSyn.Tests;

/// <summary>The public surface of an assembly as sorted lines. What the compiler adds to records is left out.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        IEnumerable<string> lines = assembly.GetExportedTypes().SelectMany(Lines).Order(StringComparer.Ordinal);
        return string.Join("\n", lines) + "\n";
    }

    private static IEnumerable<string> Lines(Type type)
    {
        string name = Name(type);
        yield return $"{name} : {Kind(type)}";
        if (type.IsEnum)
        {
            foreach (FieldInfo field in type.GetFields(Declared & ~BindingFlags.Instance))
                yield return $"{name}.{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
            yield break;
        }

        var nullability = new NullabilityInfoContext();
        foreach (ConstructorInfo constructor in type.GetConstructors(Declared))
            yield return $"{name}.new({Parameters(constructor, nullability)})";
        foreach (MethodInfo method in type.GetMethods(Declared))
        {
            if (method.IsSpecialName || method.IsDefined(typeof(CompilerGeneratedAttribute)))
                continue;
            yield return $"{name}.{method.Name}({Parameters(method, nullability)}) -> {Name(nullability.Create(method.ReturnParameter))}{Static(method)}";
        }

        foreach (PropertyInfo property in type.GetProperties(Declared))
            yield return $"{name}.{property.Name} : {Name(nullability.Create(property))} {{{Accessors(property)}}}{Static(property.GetAccessors()[0])}";
        foreach (FieldInfo field in type.GetFields(Declared))
        {
            string value = field.IsLiteral
                ? $" = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)} (constant)"
                : " (field)";
            yield return $"{name}.{field.Name} : {Name(nullability.Create(field))}{value}";
        }
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        bool isRecord = type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
        string kind = (isRecord ? "record " : "") + (type.IsValueType ? "struct" : type.IsInterface ? "interface" : "class");
        if (type is { IsAbstract: true, IsSealed: true })
            return "static class";
        bool isReadOnly = type.IsDefined(typeof(IsReadOnlyAttribute));
        string prefix = isReadOnly ? "readonly " : type is { IsSealed: true, IsValueType: false } ? "sealed " : type.IsAbstract ? "abstract " : "";
        bool derives = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType);
        return prefix + kind + (derives ? $", a {Name(type.BaseType!)}" : "");
    }

    private static string Static(MethodBase method) => method.IsStatic ? " (static)" : "";

    private static string Accessors(PropertyInfo property)
    {
        string get = property.GetMethod is { IsPublic: true } ? " get;" : "";
        if (property.SetMethod is not { IsPublic: true } setter)
            return get + " ";
        bool isInit = setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return get + (isInit ? " init; " : " set; ");
    }

    private static string Parameters(MethodBase method, NullabilityInfoContext nullability) =>
        string.Join(", ", method.GetParameters().Select(parameter =>
            (parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")
            + $"{Name(nullability.Create(parameter))} {parameter.Name}"
            + (parameter.HasDefaultValue ? $" = {Literal(parameter)}" : "")));

    private static string Literal(ParameterInfo parameter) =>
        parameter.DefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                ? "default" : "null",
            string text => $"\"{text}\"",
            object value when parameter.ParameterType.IsEnum => Enum.ToObject(parameter.ParameterType, value).ToString()!,
            object value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static string Name(NullabilityInfo value)
    {
        Type type = value.Type.IsByRef ? value.Type.GetElementType()! : value.Type;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        string name = value.ElementType is { } element && type.IsArray ? Name(element) + "[]"
            : type.IsGenericType && !value.Type.IsByRef ? Generic(type, value.GenericTypeArguments.Select(Name))
            : Name(type);
        bool isNullable = !type.IsValueType && value.ReadState == NullabilityState.Nullable;
        return isNullable ? name + "?" : name;
    }

    private static string Name(Type type)
    {
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        return type.IsGenericType ? Generic(type, type.GetGenericArguments().Select(Name)) : Keyword(type);
    }

    private static string Generic(Type type, IEnumerable<string> arguments)
    {
        string name = Keyword(type.GetGenericTypeDefinition());
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>";
    }

    private static string Keyword(Type type) =>
        type.IsGenericParameter ? type.Name
        : type == typeof(void) ? "void"
        : type == typeof(bool) ? "bool"
        : type == typeof(int) ? "int"
        : type == typeof(long) ? "long"
        : type == typeof(double) ? "double"
        : type == typeof(string) ? "string"
        : type == typeof(object) ? "object"
        : type.FullName!.Replace('+', '.');
}
