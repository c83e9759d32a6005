"""Names of people by culture, for solo artists and for credits. None is meant to be anybody."""

from __future__ import annotations

ENGLISH = {
    "first": """Ada, Alma, Amos, Asa, Beth, Birdie, Calder, Cora, Dara, Delphine, Edie, Ellis, Emmett, Esme, Ezra,
        Faye, Florence, Gideon, Greta, Hattie, Hollis, Ida, Ingram, Ivy, Jonah, June, Juniper, Kit, Lachlan,
        Leonie, Lowell, Mabel, Maeve, Marlow, Merritt, Nell, Ottilie, Orla, Percy, Phoebe, Quill, Rhoda, Rowan,
        Rufus, Saskia, Silas, Tamsin, Thea, Tobias, Una, Vera, Wendell, Willa, Wren, Zadie""",
    "last": """Abernethy, Ashgrove, Barlowe, Bellweather, Birchall, Blackwood, Bramhall, Caldicott, Carrow,
        Castellan, Chilcott, Coldwater, Cotterill, Dunmore, Eastlake, Fairweather, Farrant, Fenwick, Garrity,
        Gillespie, Goodnight, Hallam, Harrow, Hathersage, Holloway, Inglewood, Kestrel, Kinsella, Langstaff,
        Larkin, Lockhart, Marchbanks, Merriweather, Netherby, Oakeshott, Pemberley, Penhaligon, Quayle, Ravenhill,
        Redfern, Sandoval, Scarborough, Somerset, Strangeways, Thackeray, Thornbury, Tidewell, Underhill,
        Vantongeren, Wetherby, Whitlock, Winterbourne, Wolfenden, Yarrow""",
}
SOUL = {
    "first": """Alonzo, Amari, Bernice, Cleo, Cordell, Darnell, Delia, Dionne, Earline, Etta Mae, Florine,
        Gladys Ann, Harlan, Isaiah, Jerome, Josephine, Keisha, Lamont, Leroy, Loretta, Lucille, Marcus, Marvella,
        Maxine, Nadine, Odessa, Otha, Percival, Roscoe, Rosetta, Roy Lee, Ruby Jean, Sylvester, Tamika, Thelma,
        Tyrell, Ursula, Velma, Verdell, Wilhelmina, Winston, Yolanda, Zelma""",
    "last": """Ambrose, Bankhead, Battle, Beaumont, Bettencourt, Broadnax, Cartwright, Chandelier, Claybourne,
        Cobb, Crenshaw, Dupree, Fairfax, Fontenot, Gaines, Golightly, Hightower, Honeycutt, Jubilee, Kincaid,
        Laveau, Ledoux, Lovelace, Mabry, Merriday, Montgomery, Nightingale, Pettway, Prudhomme, Ransom, Sharpe,
        Silver, Sweetwater, Tolliver, Treadwell, Vance, Waverly, Wellington, Whitfield, Younger""",
}
NORDIC = {
    "first": """Aksel, Alva, Astrid, Birk, Dagny, Eira, Elin, Embla, Eskil, Freja, Gro, Halvard, Hedda, Hildur,
        Iben, Ingrid, Isak, Jorunn, Kaisa, Katla, Ketil, Liv, Magnhild, Malin, Njord, Oddny, Oskar, Ragna, Saga,
        Sigrun, Solveig, Sunniva, Svante, Synne, Torvald, Tove, Tuva, Ylva, Åse, Øyvind""",
    "last": """Aalto, Bergqvist, Bjørnsen, Dahlgaard, Ekström, Fjeldstad, Grönlund, Guðmundsdóttir, Hågensen,
        Heikkilä, Isaksen, Jørgensborg, Kallström, Korpela, Lindahl, Lyngstad, Myrvold, Nordström, Nygård,
        Olafsdóttir, Rantanen, Riisnæs, Sandvik, Sjöberg, Skogland, Söderlund, Stormo, Strömblad, Tveit, Virtanen,
        Vinterhav, Ødegård""",
}
FRENCH = {
    "first": """Adèle, Agathe, Amaury, Anaïs, Apolline, Aurélien, Bastien, Capucine, Céleste, Clémence, Côme,
        Corentin, Diane, Édith, Élodie, Émile, Étienne, Fanny, Gaspard, Gaëlle, Hélène, Hugo, Inès, Jules, Léonie,
        Loïc, Lucie, Maëlle, Margaux, Mathilde, Noé, Octave, Ophélie, Rémi, Romane, Solène, Théo, Victoire, Yann,
        Zoé""",
    "last": """Aubertin, Beauregard, Belcourt, Boisvert, Carpentras, Chantraine, Charbonnel, Coursol, Delacour,
        Delorme, Desrosiers, Duvivier, Fauvel, Fontanel, Garance, Grandval, Hautecœur, Jolivet, Lachance,
        Lambertin, Larivière, Lebrun-Mercier, Lestrange, Maréchal, Marsollier, Montclair, Noailles, Perceval,
        Quéméneur, Rochambeau, Saint-Cyr, Tournesol, Vauquelin, Villedieu""",
}
GERMAN = {
    "first": """Anneliese, Arne, Bruno, Dörte, Eckhart, Elke, Emil, Fritzi, Gesa, Gunnar, Hanne, Heike, Henrike,
        Ilse, Jasper, Jörg, Käthe, Konrad, Leni, Lorenz, Ludger, Marlene, Mieke, Moritz, Nele, Ottokar, Rike,
        Ruprecht, Sönke, Thekla, Till, Ulrike, Volker, Wiebke""",
    "last": """Ackermann, Birkenfeld, Brennecke, Dornbusch, Eisenhart, Falkenrath, Feuerstein, Grünewald,
        Hagedorn, Himmelreich, Kaltenbach, Königsberger, Lindenau, Mondschein, Morgenroth, Nachtweih, Oberländer,
        Petersilie, Rabenstein, Rosenow, Sauerbrey, Schönwald, Silbermann, Sonnleitner, Sternheim, Tiefensee,
        Vogelsang, Weißenborn, Winterfeldt, Zimmerling""",
}
SPANISH = {
    "first": """Abril, Alba, Amaia, Aurelio, Belén, Calixto, Candela, Carmiña, Catalina, Celeste, Damián, Dolores,
        Elvira, Emiliano, Esperanza, Estrella, Eugenia, Facundo, Fermín, Gael, Graciela, Inés, Isadora, Itzel,
        Jacinta, Joaquín, León, Lucero, Macarena, Matilde, Nahuel, Nieves, Octavio, Paloma, Ramiro, Renata, Rocío,
        Salvador, Soledad, Tadeo, Ximena, Yolanda""",
    "last": """Alcántara, Almazán, Aranda, Baena, Balcázar, Barrientos, Bustamante, Cárdenas del Río, Carvajal,
        Cienfuegos, Corrales, Echeverría, Escalante, Figueroa Luna, Galván, Guadarrama, Ibarra, Izquierdo,
        Lamarca, Larrañaga, Montealegre, Montenegro, Navarrete, Olivares, Peñaloza, Quintanilla, Rivadeneira,
        Robledo, Salvatierra, Santillán, Solórzano, Urquiza, Valdivieso, Villalobos, Zamudio""",
}
PORTUGUESE = {
    "first": """Aparecida, Aurora, Benedita, Bento, Caetana, Cássio, Cauã, Clarice, Conceição, Damiana, Dirceu,
        Elza Maria, Flora, Francisca, Guiomar, Heitor, Iara, Inácio, Jandira, Janaína, João Lucas, Jussara,
        Leandro, Lívia, Lourenço, Luzia, Moacir, Nara Lúcia, Otávio, Raimundo, Rosália, Sebastiana, Tainá,
        Tibério, Ubirajara, Valdemar, Zélia""",
    "last": """Albuquerque, Amaral, Andrade Neto, Barbalho, Bragança, Cajueiro, Camargo, Carvalhal, Cavalcante,
        Coutinho, da Mata, do Nascimento, dos Anjos, Falcão, Figueira, Guimarães, Jequitibá, Lacerda, Laranjeira,
        Marajó, Medeiros, Moreira Leite, Mourão, Pitanga, Quadros, Rezende, Sabiá, Saldanha, Serrado, Siqueira,
        Tavares, Trindade, Vasconcelos, Viramundo""",
}
AFRICAN = {
    "first": """Abena, Adaeze, Adeola, Afua, Akosua, Amadou, Amina, Ayodele, Babajide, Bolanle, Chidera, Chioma,
        Djeneba, Ebele, Efe, Esi, Fanta, Fatoumata, Folake, Ifeoma, Ismaïla, Jabari, Kwabena, Kwaku, Lindiwe,
        Makeda, Mariama, Modou, Nandi, Ngozi, Nomvula, Obinna, Olumide, Oumou, Sekou, Simphiwe, Tariro, Temitope,
        Thandeka, Wanjiru, Yaa, Zanele, Zuberi""",
    "last": """Abiodun, Adeyinka, Agyeman, Amankwah, Asante-Mensah, Ayinde, Bamba, Boateng, Camara, Chikwanha,
        Danso, Dlamini-Ross, Eze, Gachanja, Gueye, Ibikunle, Jallow, Kamau, Keïta-Rowe, Khumalo, Kouyaté-Bell,
        Maseko, Mbatha, Ndiaye, Nkrumah-Cole, Nwosu, Odhiambo, Ogunlana, Okonjo, Okoro, Olatunji, Sarr,
        Sissoko-Diaw, Sowande, Tshabalala, Wamalwa, Yeboah, Zwane""",
}
INDIAN = {
    "first": """Aarav, Aditi, Ananya, Anjali, Arjun, Avani, Bhavna, Charu, Devika, Farhan, Gauri, Harsh, Ila,
        Ishaan, Jaya, Kabir, Kavya, Kiran, Lata Rani, Madhav, Meenal, Mohan, Naina, Nikhil, Ojas, Pallavi, Piya,
        Raghav, Reva, Ruhi, Sahana, Sameer, Shreya, Tanvi, Tara, Uday, Vasundhara, Vivaan, Yamini, Zoya""",
    "last": """Agnihotri, Apte, Awasthi, Bakshi, Barua, Bhardwaj, Chatterji, Chaudhary, Deshmukh, Dhillon,
        Gokhale, Iyer, Jadhav, Kaul, Kulkarni, Mahajan, Malhotra, Menon, Mirza, Nambiar, Pendharkar, Purohit,
        Qureshi, Raghunathan, Rangan, Sabharwal, Saxena, Sengupta, Shirodkar, Srivastava, Thakur, Upadhyay,
        Vaidya, Zaveri""",
}
SLAVIC = {
    "first": """Agnieszka, Bogdan, Bronisława, Dobromir, Dragana, Dušan, Halina, Ivana, Jadwiga, Jarmila, Kasimir,
        Katica, Kinga, Lubomír, Ludmila, Milena, Mirek, Nevena, Ondřej, Radka, Radomir, Rastko, Stanisław,
        Svetlana, Tomislav, Vesna, Wanda, Yaroslava, Zdeněk, Zofia, Zvonimir""",
    "last": """Bartošek, Bieńkowska, Černý-Válek, Chmielewski, Dragović, Dvořáčková, Gajdoš, Horvatić, Jabłoński,
        Kafková, Kovačević, Krajewska, Lisowski, Marković-Bell, Mokrejš, Nowicka, Ostrowski, Petrović-Lang,
        Różycka, Šimůnek, Słowik, Stojković, Tkaczyk, Vlček, Wójcik-Hahn, Wrona, Zajíček, Żeleńska""",
}
