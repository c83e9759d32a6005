"""Spanish, Portuguese and French: words grouped by gender, so that adjectives agree."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes import people
from spotify_cache.sandbox.catalog.themes.theme import theme

LATIN = theme(
    "latin",
    genres="""latin pop, reggaeton, salsa, cumbia, bachata, latin alternative, nueva canción, flamenco,
        rock en español, tango, bolero, mariachi, urbano latino""",
    artists=48,
    years=(1960, 2026),
    words={
        **people.SPANISH,
        "nm": """Amor, Ángel, Baile, Barrio, Beso, Café, Camino, Cielo, Corazón, Cuento, Desierto, Destino,
            Domingo, Espejo, Fuego, Jardín, Lucero, Mar, Milagro, Mundo, Olvido, Perfume, Puerto, Recuerdo, Reloj,
            Río, Secreto, Silencio, Sol, Sueño, Tango, Tiempo, Tren, Verano, Veneno, Viento, Vuelo""",
        "nf": """Arena, Bahía, Bandera, Boca, Calle, Canción, Carta, Casa, Ciudad, Despedida, Esquina, Estrella,
            Fiesta, Flor, Guitarra, Herida, Isla, Lluvia, Luna, Luz, Madrugada, Memoria, Mirada, Noche, Ola,
            Orilla, Palabra, Piel, Playa, Promesa, Rosa, Sangre, Sombra, Tormenta, Ventana, Vida, Voz""",
        "am": """Amargo, Azul, Callado, Dormido, Dulce, Eterno, Lejano, Lento, Negro, Nuevo, Oscuro, Perdido,
            Prohibido, Rojo, Roto, Secreto, Verde, Viejo""",
        "af": """Amarga, Azul, Callada, Dormida, Dulce, Eterna, Lejana, Lenta, Negra, Nueva, Oscura, Perdida,
            Prohibida, Roja, Rota, Secreta, Verde, Vieja""",
        "verb": """Bailar, Caminar, Cantar, Despertar, Esperar, Llorar, Mirarte, Olvidarte, Perder, Quererte,
            Recordar, Reír, Soñar, Tocar el Cielo, Vivir, Volar, Volver""",
        "phrase": """A Fuego Lento, Ahora o Nunca, Al Otro Lado, Antes de Ti, Así Fue, Bésame Despacio,
            Como la Primera Vez, Cuando Te Vas, De Madrugada, Déjame, Dime Que No, Donde Duele, El Último Tren,
            En Tu Ausencia, Hasta Mañana, Loca por Ti, Lo Que Queda, Me Da Igual, Nadie Como Tú, No Me Llames,
            Otra Vez, Para Siempre, Pa' Lante, Poco a Poco, Por Si Acaso, Quédate, Qué Más Da, Sin Miedo, Sin Ti,
            Solo una Noche, Te Lo Dije, Tú y Yo, Vámonos, Ven Conmigo, Ya No""",
        "place": """Barranquilla, Bogotá, Buenos Aires, Cádiz, Cali, Cartagena, Córdoba, Granada, Guadalajara,
            La Habana, Lima, Madrid, Managua, Medellín, México, Ponce, Rosario, San Juan, Santiago, Sevilla,
            Triana, Valparaíso, Veracruz""",
    },
    artist_names="""
        {first} {last} x7
        Los {last}
        {nm} {am}
        {nf} {af} x1
        Orquesta {place}
        Sonora {place}
        La {nf} {af}
        El {nm} de {place}
        {first}
        Trío {place}
    """,
    album_titles="""
        {nm} {am} x2
        {nf} {af} x2
        {phrase} x3
        {nm} y {nf}
        {place}
        Canciones para {verb} x2
        Entre {nm} y {nf}
    """,
    track_titles="""
        {phrase} x7
        {nm} {am} x4
        {nf} {af} x4
        {nm} de {nf} x2
        La {nf} y el {nm} x2
        El {nm} de {place} x3
        Una {nf} en {place} x2
        Quiero {verb} x3
        {verb} x2
        {nm} x1
        {nf} x1
        Bajo la {nf} x2
        Sin {nm} ni {nf} x2
        {verb} Otra Vez x2
        No Puedo {verb} x2
    """,
    labels="Discos Malecón, Sol Mayor, La Esquina Música, Fuego Lento, Tierra Adentro, Nocturna",
    countries="ES,MX,CO,AR,PR,CL,CU",
    seconds=(150, 300),
    explicit=0.1,
    featuring=0.2,
    remixes=0.14,
)

BRAZILIAN = theme(
    "brazilian",
    genres="mpb, bossa nova, samba, tropicália, forró, brazilian funk, pagode, choro, nova mpb, baile funk, axé",
    artists=36,
    years=(1959, 2026),
    words={
        **people.PORTUGUESE,
        "nm": """Abraço, Amanhecer, Amor, Balanço, Barquinho, Batuque, Beijo, Bonde, Caminho, Carnaval, Céu,
            Domingo, Encontro, Jardim, Luar, Mar, Menino, Mistério, Morro, Mundo, Olhar, Passarinho, Pecado,
            Quintal, Rio, Samba, Segredo, Sertão, Sol, Sonho, Sorriso, Tambor, Tempo, Terreiro, Trem, Vento,
            Verão, Violão""",
        "nf": """Alegria, Aquarela, Areia, Avenida, Baía, Brisa, Canção, Chuva, Cidade, Estrela, Festa, Flor,
            Folia, Garoa, Ilha, Janela, Ladeira, Lua, Madrugada, Manhã, Maré, Menina, Mata, Noite, Onda, Paixão,
            Praia, Rua, Saudade, Serra, Solidão, Tarde, Tristeza, Varanda, Vida, Viola""",
        "am": """Antigo, Azul, Bonito, Calado, Claro, Distante, Doce, Escondido, Leve, Novo, Perdido, Profundo,
            Sereno, Sozinho, Triste, Verde, Vadio""",
        "af": """Antiga, Azul, Bonita, Calada, Clara, Distante, Doce, Escondida, Leve, Nova, Perdida, Profunda,
            Serena, Sozinha, Triste, Verde, Vadia""",
        "phrase": """Ai de Mim, Até Amanhã, Bom Dia, Tristeza Minha, Cadê Você, Chega Mais, Deixa Estar, Devagar,
            É Assim, Fica Mais um Pouco, Foi Assim, Lá Vou Eu, Me Espera, Meu Bem, Nada             Além,
            Nunca Mais, O Que Será de Nós, Olha o Mar, Outra Vez, Pra Não Chorar, Pra Você, Quem Diria, Sem Você,
            Só Pra Te Ver, Tanto Faz, Tudo Bem, Vai Passar, Vem Cá, Você e Eu""",
        "place": """Aracaju, Bahia, Belém, Botafogo, Copacabana, Itapoã Velha, Lapa, Leblon, Madureira, Minas,
            Olinda, Paraty, Pernambuco, Recife, Rio, Salvador, Santa Teresa, São Luís, Tijuca, Vila Isabel""",
    },
    artist_names="""
        {first} {last} x8
        {first} x1
        Trio {place}
        {nm} & {nf}
        Velha Guarda de {place}
        Quarteto {last}
        MC {first}
    """,
    album_titles="""
        {nm} {am} x2
        {nf} {af} x2
        {phrase} x2
        {nf} e {nm} x2
        {nm} de {place}
        {first}
        Noites de {place}
    """,
    track_titles="""
        {phrase} x7
        {nm} {am} x4
        {nf} {af} x4
        {nm} de {place} x3
        {nf} de {place} x2
        A {nf} e o {nm} x3
        Samba da {nf} x3
        Samba do {nm} x2
        {nf}, {nm} x2
        Canto da {nf} x2
        Minha {nf} x2
        Meu {nm} x2
    """,
    labels="Discos Guanabara, Pau-Brasil, Som da Mata, Varanda, Ladeira Discos",
    countries="BR",
    seconds=(130, 280),
    featuring=0.12,
    remixes=0.06,
)

FRENCH = theme(
    "french",
    genres="""chanson, french pop, french indie pop, variété française, nouvelle chanson, french house,
        rap français, yé-yé""",
    artists=28,
    years=(1960, 2026),
    words={
        **people.FRENCH,
        "nm": """Amour, Boulevard, Café, Chagrin, Chemin, Ciel, Dimanche, Hiver, Hôtel, Jardin, Jour, Matin,
            Mensonge, Métro, Miroir, Orage, Parfum, Printemps, Quai, Refrain, Regard, Rendez-vous, Rêve, Secret,
            Silence, Soir, Soleil, Souvenir, Train, Vertige, Voyage""",
        "nf": """Absence, Aube, Chambre, Chanson, Danse, Fenêtre, Fête, Fleur, Gare, Île, Lettre, Lumière, Lune,
            Maison, Mer, Nuit, Ombre, Parenthèse, Plage, Pluie, Promesse, Robe, Rue, Saison, Solitude, Tempête,
            Valise, Valse, Vague, Ville, Voix""",
        "am": """Amer, Bleu, Blanc, Doux, Éternel, Fragile, Gris, Idéal, Immobile, Lointain, Nocturne, Oublié,
            Perdu, Secret, Triste""",
        "af": """Amère, Bleue, Blanche, Douce, Éternelle, Fragile, Grise, Idéale, Immobile, Lointaine, Nocturne,
            Oubliée, Perdue, Secrète, Triste""",
        "phrase": """À Demain, À Quoi Bon, Après Toi, Au Revoir Peut-être, Avant l'Aube, C'est Tout,
            Comme un Lundi, Dis-moi Tout, Encore une Fois, Entre Nous, Il Faudrait, Je Reviens, Je T'attends,
            Jamais Deux Sans Toi, La Vie d'Avant, Le Temps Qu'il Fait, Les Jours Sans, Loin d'Ici, Ne Dis Rien,
            On Verra, Par Cœur, Plus Tard, Presque Rien, Quand Tu Pars, Reste Encore, Rien Ne Presse, Sans Toi,
            Si Tu Savais, Tant Pis, Tout Va Bien""",
        "place": """Arles, Bastille, Belleville, Biarritz, Bordeaux, Brest, Deauville, la Villette, Lyon,
            Marseille, Ménilmontant, Montreuil, Nantes, Nice, Orléans, Paris, Pigalle, Rennes, Toulon""",
    },
    artist_names="""
        {first} {last} x7
        {first} x1
        {first} & {first}
        Les {first}s
        {nf} {af}
        Hôtel {last}
        {nm} {am}
    """,
    album_titles="""
        {nf} {af} x3
        {nm} {am} x3
        {phrase} x2
        {place} {nm}
        Chansons pour {first}
    """,
    track_titles="""
        {phrase} x7
        {nm} {am} x4
        {nf} {af} x4
        {place} x1
        {nf} à {place} x3
        {nm} à {place} x2
        La {nf} de {first} x3
        {first} x2
        {nf} d'hiver x2
        {nm} d'été x2
        Un {nm} à {place} x2
        Une {nf}, un {nm} x2
    """,
    labels="Disques du Canal, Belle Saison, Minuit Moins Cinq, Pavillon Bleu, Rue Sauvage",
    countries="FR,BE,CA",
    seconds=(150, 280),
    explicit=0.06,
    featuring=0.1,
    remixes=0.1,
)
